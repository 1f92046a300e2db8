import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** What it takes to delete forever. */
export interface EraseDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly newId: NewId;
}

/**
 * The sweep leaves alone for so long what a request is deleting, in seconds: longer than its function runs. What a
 * request does not finish is then the sweep's without a word, however the request ended.
 */
export const REQUEST_CLAIM_SECONDS = 60;
