import type { CommitDeps } from '../commit/commit-deps.ts';
import type { ObjectSigner } from '../ports/object-store.ts';

/** What the verbs of the uploads function need. */
export interface UploadsDeps extends CommitDeps {
	readonly signer: ObjectSigner;
}
