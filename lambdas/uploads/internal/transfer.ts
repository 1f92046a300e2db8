import { UPLOAD_URL_SECONDS } from '#contract/limits';
import type { Transfer } from '#contract/uploads';
import { servedType } from '../../domain/served-type.ts';
import { partsOf } from '../../domain/upload-plan.ts';
import type { Upload } from '../../domain/upload.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { PartsUpload } from '../../ports/object-store.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import type { UploadsDeps } from '../deps.ts';

/** How the browser may send a pending upload now: a fresh form, or parts. */
export async function prepareTransfer(deps: UploadsDeps, upload: Upload): Promise<Transfer> {
	if (upload.partSizeBytes !== null) {
		if (upload.multipartId === null) await openParts(deps, upload);
		const { partSizeBytes, partCount } = partsOf(upload.sizeBytes, upload.partSizeBytes);
		return { kind: 'parts', partSizeBytes, partCount };
	}
	if (upload.sha256 === null) throw new Error('an upload in one request has a checksum');
	const promise = {
		key: upload.objectKey,
		sizeBytes: upload.sizeBytes,
		contentType: servedType(upload.contentType),
		sha256: upload.sha256,
		mayBeArchived: true,
	};
	return { kind: 'form', form: await deps.signer.signForm(promise, UPLOAD_URL_SECONDS) };
}

/**
 * Opens an upload in parts in S3 and remembers it, in place of the one the row knows. If we die in
 * between, S3 holds an empty one that no row names: the sweep takes it away.
 */
export async function openParts(
	{ catalog, store }: Pick<UploadsDeps, 'catalog' | 'store'>,
	upload: Upload,
): Promise<PartsUpload> {
	const key = upload.objectKey;
	const multipartId = await store.beginParts(key, servedType(upload.contentType));
	crashPoint('begin.afterCreateParts');
	if (await catalog.uploads.setMultipart(upload, multipartId)) {
		crashPoint('begin.afterSaveParts');
		return { key, multipartId };
	}
	// Another call was first: its upload counts, unless the upload has ended meanwhile.
	await store.abortParts({ key, multipartId });
	const now = (await catalog.uploads.getMany(upload.ownerId, [upload.id])).get(upload.id);
	if (now?.state !== 'pending' || now.multipartId === null) throw new VaultError('not_found');
	return { key, multipartId: now.multipartId };
}
