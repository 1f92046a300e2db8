import type { Call, Reply } from '../call.ts';
import { checksumHeader, declaredChecksum } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { receiveBody } from '../receive-body.ts';
import type { Upload } from '../store/uploads.ts';
import { findUpload } from './find-upload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;

/** The same number may be sent again: whoever finishes last is the part. */
export async function uploadPart(call: Call): Promise<Reply> {
	const { request, identity, storage } = call;
	const partNumber = parsePartNumber(request.parameter('partNumber') ?? '');
	const upload = findUpload(call);
	checkAlgorithm(call, upload);
	const { id, result: body } = await storage.blobs.write((write) =>
		receiveBody(request, { identity, fallback: upload.checksumAlgorithm, write }),
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
				checksum: body.checksum,
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
			[checksumHeader(body.checksum.algorithm)]: body.checksum.value,
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

/** A part carries the checksum its upload was begun with, or none if none was chosen. */
function checkAlgorithm({ request }: Call, upload: Upload): void {
	const trailer = request.header('x-amz-trailer')?.toLowerCase();
	const declared = declaredChecksum(request.headers) ?? declaredChecksum(request.query);
	const given = declared ? checksumHeader(declared.algorithm) : trailer;
	const expected = checksumHeader(upload.checksumAlgorithm);
	const mayBeAbsent = !upload.checksumDeclared || upload.checksumType === 'FULL_OBJECT';
	if (given === expected || (given === undefined && mayBeAbsent)) return;
	const word = (header: string | undefined): string =>
		header?.replace('x-amz-checksum-', '') ?? 'null';
	throw new S3Error('InvalidRequest', {
		message:
			`Checksum Type mismatch occurred, expected checksum Type: ${word(expected)}, ` +
			`actual checksum Type: ${word(given)}`,
	});
}
