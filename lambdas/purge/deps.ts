import type { EraseDeps } from '../erasure/erase-deps.ts';
import type { NewId } from '../ports/new-id.ts';
import type { Notifier } from '../ports/notifier.ts';

/** What the verbs of the purge function need. */
export interface PurgeDeps extends EraseDeps {
	readonly notifier: Notifier;
	readonly newId: NewId;
}

/** Time a request spends on taking bytes away before it leaves the rest to the sweep, in milliseconds. */
export const PURGE_BUDGET_MS = 8000;
