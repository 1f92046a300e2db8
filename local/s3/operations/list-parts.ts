import { xmlReply, type Call, type Reply } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import type { UploadedPart } from '../store/uploads.ts';
import { element, s3Document, type Xml } from '../xml.ts';
import { findUpload } from './find-upload.ts';
import { keyWriter, owner, pageSize } from './list-parameters.ts';

export function listParts(call: Call): Reply {
	const { request, storage } = call;
	const upload = findUpload(call);
	const limit = pageSize(request, 'max-parts');
	const marker = request.parameter('part-number-marker') ?? '0';
	if (!/^\d{1,10}$/.test(marker)) throw new S3Error('InvalidArgument');
	const found = storage.uploads.parts(upload.uploadId, Number(marker), limit + 1);
	const parts = found.slice(0, limit);
	const isTruncated = limit > 0 && found.length > limit;
	return xmlReply(
		s3Document('ListPartsResult', [
			element('Bucket', call.bucket.name),
			element('Key', keyWriter(request)(call.key)),
			element('UploadId', upload.uploadId),
			owner('Initiator'),
			owner('Owner'),
			element('StorageClass', upload.storageClass),
			element('PartNumberMarker', marker),
			element('NextPartNumberMarker', parts.at(-1)?.partNumber ?? 0),
			element('MaxParts', limit),
			element('IsTruncated', isTruncated),
			upload.checksumAlgorithm && element('ChecksumAlgorithm', upload.checksumAlgorithm),
			upload.checksumAlgorithm && element('ChecksumType', 'COMPOSITE'),
			...parts.map(partElement),
		]),
	);
}

function partElement(part: UploadedPart): Xml {
	return element('Part', [
		element('PartNumber', part.partNumber),
		element('LastModified', part.modifiedAt),
		element('ETag', `"${part.eTag}"`),
		element('Size', part.sizeBytes),
		part.checksum && element(checksumElement(part.checksum.algorithm), part.checksum.value),
	]);
}
