import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** What it takes to delete for ever. */
export interface EraseDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
}

export interface PurgeDeps extends EraseDeps {
	readonly notifier: Notifier;
	readonly newId: NewId;
}

/** The sweep leaves alone for so long what somebody is deleting, in seconds: longer than any function runs. */
export const PURGE_CLAIM_SECONDS = 20 * 60;

/** Time a request spends on taking bytes away before it leaves the rest to the sweep, in milliseconds. */
export const PURGE_BUDGET_MS = 8000;
