import type { ObjectStore } from '../../ports/object-store.ts';
import { LazyObjectStore } from './lazy-object-store.ts';
import { openQuickBucket } from './open-quick-bucket.ts';
import type { SignedBucket } from './s3-object-signer.ts';

/** With the keys of the function's role. */
export function openObjectStore(bucket: SignedBucket): ObjectStore {
	return new LazyObjectStore(openQuickBucket(bucket), async () => {
		const { objectStoreByClient } = await import('./object-store-by-client.ts');
		return objectStoreByClient(bucket.name);
	});
}
