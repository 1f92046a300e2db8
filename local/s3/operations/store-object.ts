import { eventOf, type Call, type Reply } from '../call.ts';
import { checksumHeaders } from '../checksums.ts';
import { encryptionHeaders } from '../object-headers.ts';
import type { ReceivedBody } from '../receive-body.ts';
import type { ObjectContent, ObjectHeaders, StoredObject, Tags } from '../store/object-version.ts';

interface NewObject {
	readonly key: string;
	readonly headers: ObjectHeaders;
	readonly storageClass: string;
	readonly tags?: Tags;
	readonly eventName: string;
}

type Receive = (write: (chunk: Uint8Array) => Promise<void>) => Promise<ReceivedBody>;

/** Stores what `receive` writes as the newest version of a key. */
export async function storeObject(
	call: Call,
	object: NewObject,
	receive: Receive,
): Promise<StoredObject> {
	const { id, result: body } = await call.storage.blobs.write(receive);
	const content: ObjectContent = {
		sizeBytes: body.sizeBytes,
		eTag: body.md5,
		storageClass: object.storageClass,
		headers: object.headers,
		checksum: body.checksum && { ...body.checksum, type: 'FULL_OBJECT' },
		pieces: [{ blob: id, sizeBytes: body.sizeBytes }],
		...(object.tags && { tags: object.tags }),
	};
	try {
		return await call.changes.commit((change) => {
			const { versions } = call.storage;
			const { added, freed } = versions.add({
				bucket: call.bucket.name,
				key: object.key,
				versioned: call.bucket.versioned,
				at: call.now,
				content,
			});
			change.free(freed);
			change.announce(eventOf(call, object.eventName, added));
			return { ...added, content };
		});
	} catch (error) {
		await call.storage.blobs.remove([id]);
		throw error;
	}
}

/** What S3 says about an object it has just stored. */
export function storedHeaders(call: Call, object: StoredObject): NonNullable<Reply['headers']> {
	const { eTag, checksum } = object.content;
	return {
		etag: `"${eTag}"`,
		...(call.bucket.versioned && { 'x-amz-version-id': object.versionId }),
		...checksumHeaders(checksum),
		...encryptionHeaders(call.bucket.properties),
	};
}
