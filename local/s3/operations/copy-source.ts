import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import { checkCopySource } from '../preconditions.ts';
import { MAX_BODY_BYTES } from '../receive-body.ts';
import { isReadable } from '../restore-state.ts';
import { isStoredObject, type StoredObject } from '../store/object-version.ts';
import { decodePath } from '../uri.ts';
import { checkVersionId } from './find-version.ts';

export const COPY_SOURCE = 'x-amz-copy-source';

interface NamedSource {
	readonly bucket: string;
	readonly key: string;
	readonly versionId: string | undefined;
}

/**
 * The version that `x-amz-copy-source` names, once the caller may read it, its conditions hold and its
 * bytes can be read. It must be in a bucket of this server.
 */
export async function findCopySource(call: Call): Promise<StoredObject> {
	const source = parseCopySource(call.request.header(COPY_SOURCE) ?? '');
	const { bucket, key, versionId } = source;
	if (!call.buckets.has(bucket)) {
		throw new S3Error('NoSuchBucket', { extra: { BucketName: bucket } });
	}
	const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
	if (!(await call.may(action, key, bucket))) {
		const message = `${call.identity.principal} is not authorized to perform ${action} on the source`;
		throw new S3Error('AccessDenied', { message });
	}
	const version = await lookUp(call, source);
	checkCopySource(call.request, version);
	if (!isReadable(version.content, call.now)) {
		throw new S3Error('InvalidObjectState', {
			message: "Operation is not valid for the source object's storage class",
			extra: { StorageClass: version.content.storageClass },
		});
	}
	return version;
}

/** One copy carries no more than one PutObject or one part. */
export function checkCopySize(sizeBytes: number): void {
	if (sizeBytes <= MAX_BODY_BYTES) return;
	throw new S3Error('InvalidRequest', {
		message:
			'The specified copy source is larger than the maximum allowable size for a copy source: ' +
			String(MAX_BODY_BYTES),
	});
}

/** `bucket/key`, with a slash before it or without, each encoded as in a path; then `?versionId=`. */
function parseCopySource(header: string): NamedSource {
	const [path = '', versionId] = header.split(/\?versionId=([^&]*)$/);
	const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decodePath(path)) ?? [];
	if (bucket === '') {
		throw new S3Error('InvalidArgument', {
			message: 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
		});
	}
	if (versionId !== undefined) checkVersionId(versionId);
	return { bucket, key, versionId };
}

async function lookUp(call: Call, { bucket, key, versionId }: NamedSource): Promise<StoredObject> {
	const { versions } = call.storage;
	const version =
		versionId === undefined ? versions.current(bucket, key) : versions.find(bucket, key, versionId);
	if (isStoredObject(version)) return version;
	if (!(await call.may('s3:ListBucket', undefined, bucket))) throw new S3Error('AccessDenied');
	if (versionId === undefined) throw new S3Error('NoSuchKey', { extra: { Key: key } });
	if (!version) throw new S3Error('NoSuchVersion');
	throw new S3Error('InvalidRequest', {
		message:
			'The source of a copy request may not specifically refer to a delete marker by version id.',
	});
}
