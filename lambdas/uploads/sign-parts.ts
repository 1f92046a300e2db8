import { UPLOAD_URL_SECONDS } from '#contract/limits';
import type * as contract from '#contract/uploads';
import { partSize } from '../domain/upload-plan.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';
import { requirePending } from './internal/pending-upload.ts';
import { openParts } from './internal/transfer.ts';

export const signParts: UseCase<UploadsDeps, typeof contract.signParts> = async (
	deps,
	caller,
	{ uploadId, parts },
) => {
	const { ownerId } = caller;
	await deps.catalog.users.vaultOf(caller);
	const upload = await requirePending(deps.catalog, ownerId, uploadId);
	deps.logContext.addBatches([upload.batchId]);
	const { partSizeBytes, sizeBytes, multipartId, objectKey: key } = upload;
	// What travels in one request has no parts to sign.
	if (partSizeBytes === null) throw new VaultError('bad_request', { field: 'uploadId' });
	const promises = parts.map(({ partNumber, sha256 }, i) => {
		const bytes = partSize(sizeBytes, partSizeBytes, partNumber);
		if (bytes === undefined) {
			throw new VaultError('bad_request', { field: `parts.${String(i)}.partNumber` });
		}
		return { partNumber, sizeBytes: bytes, sha256 };
	});
	const open = multipartId === null ? await openParts(deps, upload) : { key, multipartId };
	return { parts: [...(await deps.signer.signParts(open, promises, UPLOAD_URL_SECONDS))] };
};
