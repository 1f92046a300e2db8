import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import type { ReceivedBody } from '../receive-body.ts';
import type { UploadedPart } from '../store/uploads.ts';
import { findUpload } from './find-upload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;

export function parsePartNumber({ request }: Call): number {
	const text = request.parameter('partNumber') ?? '';
	const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	if (partNumber >= 1 && partNumber <= MAX_PARTS) return partNumber;
	throw new S3Error('InvalidArgument', {
		message: `Part number must be an integer between 1 and ${String(MAX_PARTS)}, inclusive`,
	});
}

type Receive = (write: (chunk: Uint8Array) => Promise<void>) => Promise<ReceivedBody>;

/**
 * Stores what `receive` writes as a part of the upload that the request names. Its checksum is that of
 * the body where the upload was begun with one: SDKs send a CRC32 of their own accord as well.
 */
export async function storePart(
	call: Call,
	partNumber: number,
	receive: Receive,
): Promise<UploadedPart> {
	const { storage } = call;
	const { id, result: body } = await storage.blobs.write(receive);
	try {
		return await call.changes.commit((change) => {
			// While the bytes arrived the upload may have been completed or aborted.
			const { uploadId, checksumAlgorithm } = findUpload(call);
			const part: UploadedPart = {
				partNumber,
				modifiedAt: call.now,
				blob: id,
				sizeBytes: body.sizeBytes,
				eTag: body.md5,
				checksum: checksumAlgorithm && body.checksum,
			};
			change.free(storage.uploads.putPart(uploadId, part).freed);
			return part;
		});
	} catch (error) {
		await storage.blobs.remove([id]);
		throw error;
	}
}
