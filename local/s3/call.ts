import type { Identity } from './authenticate.ts';
import type { BucketProperties } from './bucket-properties.ts';
import type { ObjectEvent } from './events.ts';
import type { Fault } from './options.ts';
import type { S3Request } from './request.ts';
import type { Changes } from './store/changes.ts';
import type { ObjectVersion } from './store/object-version.ts';
import type { Storage } from './store/storage.ts';

export interface Bucket {
	readonly name: string;
	readonly properties: BucketProperties;
	readonly versioned: boolean;
}

/** One authenticated request on its way through an operation. */
export interface Call {
	readonly request: S3Request;
	readonly requestId: string;
	readonly identity: Identity;
	readonly bucket: Bucket;
	/** All of the server, by name. */
	readonly buckets: ReadonlyMap<string, Bucket>;
	/** Empty for operations on the bucket. */
	readonly key: string;
	/** By the clock that dates objects, which tests may move. */
	readonly now: Date;
	readonly region: string;
	readonly storage: Storage;
	readonly changes: Changes;
	readonly failKey?: Fault['failKey'];
	readonly expeditedUnavailable?: Fault['expeditedUnavailable'];
	/** Whether the caller's principal may do this to a key; without one, to a bucket. */
	may(action: string, key?: string, inBucket?: string): Promise<boolean>;
}

/** An answer. Streams are read only while the client takes them. */
export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | AsyncIterable<Uint8Array>;
}

export function xmlReply(body: string, status = 200): Reply {
	return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The event of a change that a caller made to a version. */
export function eventOf(call: Call, name: string, version: ObjectVersion): ObjectEvent {
	return {
		name,
		...versionEvent(version, call.bucket.versioned),
		principal: call.identity.principal,
		requestId: call.requestId,
		time: call.now,
	};
}

type VersionEvent = Pick<
	ObjectEvent,
	'bucket' | 'key' | 'sequence' | 'versionId' | 'sizeBytes' | 'eTag'
>;

/** What every event about a version says of it. */
export function versionEvent(version: ObjectVersion, versioned: boolean): VersionEvent {
	const { bucket, key, sequence, versionId, content } = version;
	return {
		bucket,
		key,
		sequence,
		...(versioned && { versionId }),
		...(content && { sizeBytes: content.sizeBytes, eTag: content.eTag }),
	};
}
