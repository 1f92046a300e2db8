import type { DocumentStore } from '../../ports/documents.ts';
import { LazyDocumentStore } from './lazy-document-store.ts';
import { openQuickBucket } from './open-quick-bucket.ts';
import type { SignedBucket } from './s3-object-signer.ts';

/** With the keys of the function's role. */
export function openDocumentStore(bucket: SignedBucket): DocumentStore {
	return new LazyDocumentStore(openQuickBucket(bucket), async () => {
		const { documentStoreByClient } = await import('./document-store.ts');
		return documentStoreByClient(bucket.name);
	});
}
