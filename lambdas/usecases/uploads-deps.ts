import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ObjectSigner, ObjectStore } from '../ports/object-store.ts';
import type { Trail } from '../ports/trail.ts';

/** What it takes to see an upload through once its bytes may be in S3. */
export interface FinishDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly trail: Trail;
}

/** What the verbs of the uploads function need. */
export interface UploadsDeps extends FinishDeps {
	readonly signer: ObjectSigner;
}

/** Requests to S3 under way at once for one call of ours. */
export const S3_PARALLEL = 25;
