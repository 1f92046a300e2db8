import type { ObjectRestorer } from '../../ports/object-restorer.ts';
import { LazyObjectRestorer } from './lazy-object-restorer.ts';
import { openQuickBucket } from './open-quick-bucket.ts';
import type { SignedBucket } from './s3-object-signer.ts';

/** With the keys of the function's role. */
export function openObjectRestorer(bucket: SignedBucket): ObjectRestorer {
	return new LazyObjectRestorer(openQuickBucket(bucket), async () => {
		const { objectRestorerByClient } = await import('./s3-object-restorer.ts');
		return objectRestorerByClient(bucket.name);
	});
}
