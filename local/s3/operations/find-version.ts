import type { Call } from '../call.ts';
import { S3Error } from '../errors.ts';
import { isStoredObject, type ObjectVersion, type StoredObject } from '../store/object-version.ts';

/** The version a request names, or the current one. Throws as S3 does if there is none. */
export async function findVersion(call: Call): Promise<StoredObject> {
	const versionId = call.request.parameter('versionId');
	const version = lookUp(call, versionId);
	if (isStoredObject(version)) return version;
	// Who may not list must not learn which keys exist.
	if (!(await call.may('s3:ListBucket'))) throw new S3Error('AccessDenied');
	if (!version) throw new S3Error(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
	const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId };
	if (versionId === undefined) throw new S3Error('NoSuchKey', { headers });
	throw new S3Error('MethodNotAllowed', { headers: { ...headers, allow: 'DELETE' } });
}

function lookUp(call: Call, versionId: string | undefined): ObjectVersion | undefined {
	const { versions } = call.storage;
	if (versionId === undefined) return versions.current(call.bucket.name, call.key);
	checkVersionId(versionId);
	return versions.find(call.bucket.name, call.key, versionId);
}

/** Text that was never a version id answers 400, not 404. */
export function checkVersionId(versionId: string): void {
	if (versionId === 'null' || /^[A-Za-z0-9._]{32}$/.test(versionId)) return;
	throw new S3Error('InvalidArgument', { message: 'Invalid version id specified' });
}
