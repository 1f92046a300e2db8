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

/** The sweep leaves alone for so long what a request is deleting, in seconds: longer than any function runs. */
export const PURGE_CLAIM_SECONDS = 20 * 60;
