import { xmlReply, type Call, type Reply } from '../call.ts';
import type { Upload, UploadPosition } from '../store/uploads.ts';
import { element, s3Document, type Xml } from '../xml.ts';
import { echo, keyWriter, laterKey, markedKey, owner, pageSize } from './list-parameters.ts';
import { walk } from './list-walk.ts';

/** ListMultipartUploads: what was begun and neither completed nor aborted. */
export function listUploads(call: Call): Reply {
	const { request, storage, bucket } = call;
	const limit = pageSize(request, 'max-uploads');
	const prefix = request.parameter('prefix') ?? '';
	const page = walk<Upload, UploadPosition>({
		start: startOf(call, prefix),
		limit,
		prefix,
		delimiter: request.parameter('delimiter') ?? '',
		fetch: (from, count) => storage.uploads.from(bucket.name, from, count),
		after: ({ key, uploadId }) => ({ key, afterId: uploadId }),
		atKey: (key) => ({ key, afterId: '' }),
	});
	const write = keyWriter(request);
	return xmlReply(
		s3Document('ListMultipartUploadsResult', [
			element('Bucket', bucket.name),
			element('KeyMarker', write(request.parameter('key-marker') ?? '')),
			element('UploadIdMarker', request.parameter('upload-id-marker') ?? ''),
			...echo(request, { Delimiter: 'delimiter', EncodingType: 'encoding-type' }),
			element('Prefix', write(prefix)),
			element('MaxUploads', limit),
			element('IsTruncated', page.isTruncated),
			...(page.isTruncated ? nextMarkers(page.last, write) : []),
			...page.items.map((upload) => uploadElement(upload, write(upload.key))),
			...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', write(each))])),
		]),
	);
}

/** Without a key marker S3 ignores the upload marker. */
function startOf({ request }: Call, prefix: string): UploadPosition {
	const keyMarker = request.parameter('key-marker') ?? '';
	const uploadIdMarker = request.parameter('upload-id-marker') ?? '';
	if (keyMarker !== '' && uploadIdMarker !== '') {
		return { key: keyMarker, afterId: uploadIdMarker };
	}
	const key = laterKey(prefix, markedKey(keyMarker, request.parameter('delimiter') ?? ''));
	return { key, afterId: '' };
}

function nextMarkers(last: Upload | string | undefined, write: (key: string) => string): Xml[] {
	if (last === undefined) return [];
	if (typeof last === 'string') return [element('NextKeyMarker', write(last))];
	return [element('NextKeyMarker', write(last.key)), element('NextUploadIdMarker', last.uploadId)];
}

function uploadElement(upload: Upload, key: string): Xml {
	return element('Upload', [
		element('Key', key),
		element('UploadId', upload.uploadId),
		owner('Initiator'),
		owner('Owner'),
		element('StorageClass', upload.storageClass),
		element('Initiated', upload.initiatedAt),
		upload.checksumAlgorithm && element('ChecksumAlgorithm', upload.checksumAlgorithm),
		upload.checksumAlgorithm && element('ChecksumType', 'COMPOSITE'),
	]);
}
