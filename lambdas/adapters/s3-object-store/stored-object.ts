import type { RestoredCopy, StoredObject } from '../../ports/object-store.ts';
import { present } from './present.ts';

/** What the answer to a HeadObject says, by the names of the SDK. */
export interface ObjectHead {
	readonly VersionId?: string | undefined;
	readonly ContentLength?: number | undefined;
	readonly ChecksumSHA256?: string | undefined;
	readonly ContentType?: string | undefined;
	readonly StorageClass?: string | undefined;
	readonly Restore?: string | undefined;
}

export function storedObject(head: ObjectHead): StoredObject {
	return {
		objectVersionId: present(head.VersionId, 'VersionId: is the bucket versioned?'),
		sizeBytes: present(head.ContentLength, 'ContentLength'),
		checksum: head.ChecksumSHA256,
		contentType: head.ContentType ?? 'application/octet-stream',
		storageClass: head.StorageClass ?? 'STANDARD',
		copy: copyOf(head.Restore),
	};
}

/** `ongoing-request="true"`, or `ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"`. */
function copyOf(header: string | undefined): RestoredCopy | undefined {
	if (header === undefined) return undefined;
	if (header.includes('ongoing-request="true"')) return { state: 'restoring' };
	const until = new Date(/expiry-date="([^"]+)"/.exec(header)?.[1] ?? '');
	return Number.isNaN(until.getTime()) ? undefined : { state: 'restored', until };
}
