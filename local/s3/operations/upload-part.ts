import type { Call, Reply } from '../call.ts';
import {
	checksumHeader,
	checksumMeter,
	declaredChecksum,
	type Checksum,
	type ChecksumAlgorithm,
} from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import { announcedTrailer, receiveBody, type ReceivedBody } from '../receive-body.ts';
import type { S3Request } from '../request.ts';
import type { Upload } from '../store/uploads.ts';
import { findUpload } from './find-upload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;

/** The same number may be sent again: whoever finishes last is the part. */
export async function uploadPart(call: Call): Promise<Reply> {
	const { request, storage } = call;
	const partNumber = parsePartNumber(request.parameter('partNumber') ?? '');
	const upload = findUpload(call);
	const given = givenAlgorithm(request);
	checkAlgorithm(given, upload);
	const { id, result: received } = await storage.blobs.write((write) =>
		receivePart(call, upload, { given, write }),
	);
	const { body, checksum } = received;
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
				checksum,
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

function givenAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
	const declared = declaredChecksum(request.headers) ?? declaredChecksum(request.query);
	return declared?.algorithm ?? announcedTrailer(request);
}

/**
 * A part carries the checksum that its upload was begun with. Where none was chosen any will do,
 * or none: S3 then describes the whole by a checksum of its own.
 */
function checkAlgorithm(given: ChecksumAlgorithm | undefined, upload: Upload): void {
	if (given === upload.checksumAlgorithm || !upload.checksumDeclared) return;
	if (given === undefined && upload.checksumType === 'FULL_OBJECT') return;
	throw new S3Error('InvalidRequest', {
		message:
			'Checksum Type mismatch occurred, expected checksum Type: ' +
			`${upload.checksumAlgorithm.toLowerCase()}, ` +
			`actual checksum Type: ${given?.toLowerCase() ?? 'null'}`,
	});
}

interface PartReception {
	readonly given: ChecksumAlgorithm | undefined;
	readonly write: (chunk: Uint8Array) => Promise<void>;
}

/** `body` is checked by what the client gave, `checksum` is what the upload will be made of. */
async function receivePart(
	{ request, identity }: Call,
	upload: Upload,
	{ given, write }: PartReception,
): Promise<{ body: ReceivedBody; checksum: Checksum }> {
	const algorithm = upload.checksumAlgorithm;
	const fallback = algorithm;
	if (given === undefined || given === algorithm) {
		const body = await receiveBody(request, { identity, fallback, write });
		return { body, checksum: body.checksum };
	}
	const meter = checksumMeter(algorithm);
	const body = await receiveBody(request, {
		identity,
		write: (chunk) => {
			meter.update(chunk);
			return write(chunk);
		},
	});
	return { body, checksum: { algorithm, value: meter.digest().toString('base64') } };
}
