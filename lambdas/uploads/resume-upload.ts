import type * as contract from '#contract/uploads';
import { finishUploads } from '../commit/finish-uploads.ts';
import { partSize } from '../domain/upload-plan.ts';
import type { Upload } from '../domain/upload.ts';
import type { StoredPart } from '../ports/object-store.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';
import { requirePending } from './internal/pending-upload.ts';
import { openParts, prepareTransfer } from './internal/transfer.ts';

/** Throws `not_found` for what is over, stored included: beginning it again tells how it ended. */
export const resumeUpload: UseCase<UploadsDeps, typeof contract.resumeUpload> = async (
	deps,
	caller,
	{ uploadId },
) => {
	const { ownerId } = caller;
	await deps.catalog.users.vaultOf(caller);
	const upload = await requirePending(deps.catalog, ownerId, uploadId);
	deps.logContext.addBatches([upload.batchId]);
	const transfer = await prepareTransfer(deps, upload);
	const { multipartId, partSizeBytes, sizeBytes } = upload;
	if (partSizeBytes === null || multipartId === null) return { transfer, held: [] };
	const parts = await deps.store.listParts({ key: upload.objectKey, multipartId });
	const held = (parts ?? (await startAnew(deps, upload))).filter(
		(part) => part.sizeBytes === partSize(sizeBytes, partSizeBytes, part.partNumber),
	);
	return {
		transfer,
		held: held.map(({ partNumber, sizeBytes: size, sha256 }) => {
			return { partNumber, sizeBytes: size, sha256 };
		}),
	};
};

/** S3 knows these parts no more: either they were put together, or it gave them up after their time. */
async function startAnew(deps: UploadsDeps, upload: Upload): Promise<readonly StoredPart[]> {
	await finishUploads(deps, upload.ownerId, [{ uploadId: upload.id }]);
	await openParts(deps, await requirePending(deps.catalog, upload.ownerId, upload.id));
	return [];
}
