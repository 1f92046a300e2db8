import type { ListedVersion } from './object-store.ts';

/** Small objects that the functions write themselves. Throws `VaultError('unavailable')` where S3 does not answer. */
export interface DocumentStore {
	/** Undefined where there is none. */
	read(key: string): Promise<Uint8Array | undefined>;
	write(key: string, body: Uint8Array, contentType: string): Promise<void>;
	/** Up to 1,000 at once, idempotent. The bucket keeps them as noncurrent versions. */
	remove(keys: readonly string[]): Promise<void>;
	/** Every version and marker under a prefix, by key, newest first. */
	list(prefix: string): AsyncIterable<ListedVersion>;
	/** Names one level below a prefix that ends in a slash, without that slash. */
	folders(prefix: string): AsyncIterable<string>;
	/** For ever: up to 1,000 at once, idempotent. Rejects where S3 kept any. */
	erase(versions: readonly Pick<ListedVersion, 'key' | 'objectVersionId'>[]): Promise<void>;
}
