import type * as contract from '#contract/uploads';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';

export const listUnfinishedUploads: UseCase<
	Pick<UploadsDeps, 'catalog'>,
	typeof contract.listUnfinishedUploads
> = async ({ catalog }, { ownerId }) => {
	await catalog.users.vaultOf(ownerId);
	const pending = await catalog.uploads.pendingOf(ownerId);
	return {
		uploads: pending.map((upload) => ({
			uploadId: upload.id,
			batchId: upload.batchId,
			ref: upload.ref,
			parentId: upload.parentId,
			name: upload.name,
			sizeBytes: upload.sizeBytes,
			createdAt: upload.createdAt.toISOString(),
			expiresAt: upload.expiresAt.toISOString(),
		})),
	};
};
