import { xmlReply, type Call, type Reply } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { encryptionHeaders } from '../object-headers.ts';
import type { ByteRange } from '../range.ts';
import { measure } from '../receive-body.ts';
import { readPieces, wholeOf } from '../store/read-pieces.ts';
import { element, s3Document } from '../xml.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import { findUpload } from './find-upload.ts';
import { parsePartNumber, storePart } from './store-part.ts';

/** UploadPartCopy: a part made of bytes that the server has, with the checksum its upload was begun with. */
export async function copyPart(call: Call): Promise<Reply> {
	const partNumber = parsePartNumber(call);
	const { checksumAlgorithm: algorithm } = findUpload(call);
	const source = await findCopySource(call);
	const { content } = source;
	const range = rangeOf(call.request.header('x-amz-copy-source-range'), content.sizeBytes);
	const sizeBytes = range.end - range.start + 1;
	checkCopySize(sizeBytes);
	const bytes = readPieces(call.storage.blobs, content.pieces, range);
	const part = await storePart(call, partNumber, (write) =>
		measure(bytes, { sizeBytes, algorithm }, write),
	);
	const document = xmlReply(
		s3Document('CopyPartResult', [
			element('ETag', `"${part.eTag}"`),
			element('LastModified', part.modifiedAt),
			part.checksum && element(checksumElement(part.checksum.algorithm), part.checksum.value),
		]),
	);
	return {
		...document,
		headers: {
			...document.headers,
			...(source.versionId !== 'null' && { 'x-amz-copy-source-version-id': source.versionId }),
			...encryptionHeaders(call.bucket.properties),
		},
	};
}

/** Unlike a range that is read, both its ends are named, and both lie within the object. */
function rangeOf(header: string | undefined, sizeBytes: number): ByteRange {
	if (header === undefined) return wholeOf(sizeBytes);
	const [, start, end] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
	if (start === undefined || end === undefined || Number(start) > Number(end)) {
		throw new S3Error('InvalidArgument', {
			message:
				'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last ' +
				'are the zero-based offsets of the first and last bytes to copy',
		});
	}
	if (Number(end) < sizeBytes) return { start: Number(start), end: Number(end) };
	throw new S3Error('InvalidArgument', {
		message: `Range specified is not valid for source object of size: ${String(sizeBytes)}`,
	});
}
