import type { Call, Reply } from '../call.ts';
import { checksumHeader, declaredChecksum, type ChecksumAlgorithm } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { receiveBody } from '../receive-body.ts';
import type { Upload } from '../store/uploads.ts';
import { findUpload } from './find-upload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;

/** The same number may be sent again: the transfer that finishes last is the part. */
export async function uploadPart(call: Call): Promise<Reply> {
	const { request, identity, storage } = call;
	const partNumber = parsePartNumber(request.parameter('partNumber') ?? '');
	const upload = findUpload(call);
	const declared = declaredChecksum(request.headers) ?? declaredChecksum(request.query);
	checkAlgorithm(declared?.algorithm, upload);
	const { id, result: body } = await storage.blobs.write((write) =>
		receiveBody(request, { identity, write }),
	);
	try {
		await call.changes.commit((change) => {
			// While the bytes arrived the upload may have been completed or aborted.
			findUpload(call);
			const { freed } = storage.uploads.putPart(upload.uploadId, {
				partNumber,
				modifiedAt: call.now,
				blob: id,
				sizeBytes: body.sizeBytes,
				eTag: body.md5,
				// SDKs send a CRC32 of their own accord, also where the upload chose no checksum.
				checksum: upload.checksumAlgorithm && body.checksum,
			});
			change.free(freed);
		});
	} catch (error) {
		await storage.blobs.remove([id]);
		throw error;
	}
	return {
		status: 200,
		headers: {
			etag: `"${body.md5}"`,
			...(body.checksum && { [checksumHeader(body.checksum.algorithm)]: body.checksum.value }),
			...encryptionHeaders(call.bucket.properties),
		},
	};
}

function parsePartNumber(text: string): number {
	const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	if (partNumber >= 1 && partNumber <= MAX_PARTS) return partNumber;
	throw new S3Error('InvalidArgument', {
		message: `Part number must be an integer between 1 and ${String(MAX_PARTS)}, inclusive`,
	});
}

/** A part carries the checksum that its upload was begun with. Where none was chosen, any will do. */
function checkAlgorithm(given: ChecksumAlgorithm | undefined, upload: Upload): void {
	if (upload.checksumAlgorithm === undefined || given === upload.checksumAlgorithm) return;
	throw new S3Error('InvalidRequest', {
		message:
			'Checksum Type mismatch occurred, expected checksum Type: ' +
			`${upload.checksumAlgorithm.toLowerCase()}, ` +
			`actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
	});
}
