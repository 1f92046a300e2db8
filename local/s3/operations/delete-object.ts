import { eventOf, type Call, type Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import { checkMatch } from '../preconditions.ts';
import type { Change } from '../store/changes.ts';
import { withoutContent } from '../store/object-version.ts';
import { checkVersionId } from './find-version.ts';

export interface Deletion {
	/** The version that was named, or the marker that was made. */
	readonly versionId?: string;
	/** Whether a marker was made, or the version named was one. */
	readonly deleteMarker: boolean;
	/** Whether this call made the marker. */
	readonly markerCreated: boolean;
}

export async function deleteObject(call: Call): Promise<Reply> {
	if (call.request.header('if-match') !== undefined) throw new S3Error('NotImplemented');
	const versionId = call.request.parameter('versionId');
	const deletion = await call.changes.commit((change) =>
		deleteKey(call, change, { key: call.key, versionId }),
	);
	return {
		status: 204,
		headers: {
			...(deletion.versionId !== undefined && { 'x-amz-version-id': deletion.versionId }),
			...(deletion.deleteMarker && { 'x-amz-delete-marker': 'true' }),
		},
	};
}

interface DeletionTarget {
	readonly key: string;
	readonly versionId: string | undefined;
	/** An ETag, or `*`: where no object has it, nothing is deleted and 412 answered. */
	readonly ifMatch?: string | undefined;
}

/**
 * With a version id the bytes go, for good. Without, a versioned bucket hides the key behind a
 * marker and keeps every byte. What is not there is as good as deleted.
 */
export function deleteKey(call: Call, change: Change, target: DeletionTarget): Deletion {
	const { versions } = call.storage;
	const { name: bucket, versioned } = call.bucket;
	const { key, versionId, ifMatch } = target;
	if (versionId !== undefined) checkVersionId(versionId);
	if (ifMatch !== undefined) {
		const named =
			versionId === undefined
				? versions.current(bucket, key)
				: versions.find(bucket, key, versionId);
		checkMatch(ifMatch, named);
	}
	if (versionId === undefined && versioned) {
		const { added } = versions.add({ bucket, key, versioned, at: call.now });
		change.announce(eventOf(call, 's3:ObjectRemoved:DeleteMarkerCreated', added));
		return { versionId: added.versionId, deleteMarker: true, markerCreated: true };
	}
	const version = versions.find(bucket, key, versionId ?? 'null');
	if (version) {
		change.free(versions.remove(version).freed);
		const sequence = call.storage.database.nextSequence();
		const removed = withoutContent(version);
		change.announce(eventOf(call, 's3:ObjectRemoved:Delete', { ...removed, sequence }));
	}
	return {
		...(versionId !== undefined && { versionId }),
		deleteMarker: version !== undefined && !version.content,
		markerCreated: false,
	};
}
