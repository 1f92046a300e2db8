import type { IncomingMessage } from 'node:http';
import { AwsError, type Reply } from './reply.ts';

interface StoredObject {
	readonly bytes: Buffer;
	readonly metadata: Readonly<Record<string, string>>;
	readonly changedAt: Date;
}

/** S3 as far as a deployment speaks to it: buckets without versions, addressed by path. */
export class Buckets {
	readonly #buckets = new Map<string, Map<string, StoredObject>>();

	get names(): readonly string[] {
		return [...this.#buckets.keys()];
	}

	make(name: string): void {
		if (this.#buckets.has(name)) throw new AwsError(409, 'BucketAlreadyOwnedByYou', name);
		this.#buckets.set(name, new Map());
	}

	delete(name: string): void {
		if (this.keysIn(name).length > 0) throw new AwsError(409, 'BucketNotEmpty', name);
		this.#buckets.delete(name);
	}

	keysIn(name: string): readonly string[] {
		return [...this.#bucket(name).keys()];
	}

	put(name: string, key: string, bytes: Buffer, metadata = {}): void {
		this.#bucket(name).set(key, { bytes, metadata, changedAt: new Date() });
	}

	/** What an address such as CloudFormation is given leads to, with the bucket in its host or in its path. */
	read(url: URL): Buffer {
		const [first = '', ...rest] = decodeURIComponent(url.pathname.slice(1)).split('/');
		const [host = ''] = url.hostname.split('.');
		const object = this.#buckets.has(host)
			? this.#bucket(host).get([first, ...rest].join('/'))
			: this.#bucket(first).get(rest.join('/'));
		if (object === undefined) throw new AwsError(404, 'NoSuchKey', url.pathname);
		return object.bytes;
	}

	answer({ method = '', headers }: IncomingMessage, url: URL, body: Buffer): Reply {
		const [name = '', ...rest] = decodeURIComponent(url.pathname.slice(1)).split('/');
		const key = rest.join('/');
		const bucket = this.#bucket(name);
		if (key !== '') {
			if (method === 'PUT') this.put(name, key, body, metadataOf(headers));
			const object = bucket.get(key);
			if (object === undefined) throw new AwsError(404, 'NoSuchKey', key);
			const changed = { 'last-modified': object.changedAt.toUTCString(), etag: '"it"' };
			return { headers: { ...object.metadata, ...changed } };
		}
		if (url.searchParams.has('delete')) {
			for (const [, each = ''] of body.toString().matchAll(/<Key>(.*?)<\/Key>/g))
				bucket.delete(each);
			return { xml: { DeleteResult: {} } };
		}
		const prefix = url.searchParams.get('prefix') ?? '';
		const found = [...bucket].filter(([each]) => each.startsWith(prefix));
		const listed = found.map(([Key, { changedAt }]) => ({
			Key,
			LastModified: changedAt.toISOString(),
		}));
		if (!url.searchParams.has('versions'))
			return { xml: { ListBucketResult: { Contents: listed } } };
		const Version = listed.map((each) => ({ ...each, VersionId: 'null' }));
		return { xml: { ListVersionsResult: { Version } } };
	}

	#bucket(name: string): Map<string, StoredObject> {
		const bucket = this.#buckets.get(name);
		if (bucket === undefined) throw new AwsError(404, 'NoSuchBucket', name);
		return bucket;
	}
}

function metadataOf(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
	const entries = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
	return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
