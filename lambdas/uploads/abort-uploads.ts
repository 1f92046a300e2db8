import type * as contract from '#contract/uploads';
import { clearUploads } from '../commit/clear-uploads.ts';
import { endUploads } from '../commit/end-uploads.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { UploadsDeps } from './deps.ts';

/** The reservation first, bytes after: whatever happens to the bytes, the quota is free at once. */
export const abortUploads: UseCase<UploadsDeps, typeof contract.abortUploads> = async (
	deps,
	caller,
	{ uploadIds },
) => {
	const { ownerId } = caller;
	const { catalog, store, logContext } = deps;
	const { ended, abortedIds } = await catalog.withLockedVault(caller, async (repositories) => {
		const given = await endUploads({ ...deps, repositories }, ownerId, uploadIds);
		const now = await repositories.uploads.getMany(ownerId, uploadIds);
		logContext.addBatches(now.values().map(({ batchId }) => batchId));
		const aborted = [...new Set(uploadIds)].filter((id) => now.get(id)?.state === 'aborted');
		crashPoint('abort.beforeRelease');
		return { ended: given, abortedIds: aborted };
	});
	crashPoint('abort.afterRelease');
	await clearUploads(store, ended);
	return { abortedIds };
};
