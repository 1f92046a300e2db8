import type * as contract from '#contract/uploads';
import { crashPoint } from '../domain/crash-point.ts';
import { clearUploads } from './clear-uploads.ts';
import { endUploads } from './end-uploads.ts';
import type { UploadsDeps } from './uploads-deps.ts';
import type { UseCase } from './use-case.ts';

/** Room first, bytes after: whatever happens to the bytes, nobody waits for the room. */
export const abortUploads: UseCase<UploadsDeps, typeof contract.abortUploads> = async (
	deps,
	{ ownerId },
	{ uploadIds },
) => {
	const { catalog, store, trail } = deps;
	const { ended, abortedIds } = await catalog.change(ownerId, async (nouns) => {
		const given = await endUploads({ ...deps, nouns }, ownerId, uploadIds);
		const now = await nouns.uploads.getMany(ownerId, uploadIds);
		trail.mark(now.values().map(({ batchId }) => batchId));
		const aborted = [...new Set(uploadIds)].filter((id) => now.get(id)?.state === 'aborted');
		return { ended: given, abortedIds: aborted };
	});
	crashPoint('abort.afterRelease');
	await clearUploads(store, ended);
	return { abortedIds };
};
