import type * as contract from '#contract/uploads';
import { finishUploads } from '../commit/finish-uploads.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentFile } from '../visibility/present-entry.ts';
import type { UploadsDeps } from './deps.ts';

/** See [Note: One way to finish]. */
export const completeUploads: UseCase<UploadsDeps, typeof contract.completeUploads> = async (
	deps,
	caller,
	{ uploads },
) => {
	const { ownerId } = caller;
	await deps.catalog.users.vaultOf(caller);
	const claims = uploads.map(({ uploadId, checksum }) => ({ uploadId, checksum }));
	const finished = await finishUploads(deps, ownerId, claims);
	return {
		files: uploads.map(({ uploadId }) => {
			const end = finished.get(uploadId) ?? { outcome: 'failed', code: 'not_found' };
			return end.outcome === 'stored'
				? { uploadId, outcome: 'stored', file: presentFile(end.file) }
				: { uploadId, outcome: 'failed', code: end.code };
		}),
	};
};
