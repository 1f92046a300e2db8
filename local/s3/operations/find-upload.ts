import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import type { Upload } from '../store/uploads.ts';

/** The upload a request names. Key and bucket must be those it was begun with. */
export function findUpload(call: Call): Upload {
	const uploadId = call.request.parameter('uploadId') ?? '';
	const upload = call.storage.uploads.find(call.bucket.name, call.key, uploadId);
	if (!upload) throw new S3Error('NoSuchUpload', { extra: { UploadId: uploadId } });
	return upload;
}
