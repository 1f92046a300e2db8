import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogContext } from '../ports/log-context.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** What it takes to see an upload through once its bytes may be in S3. */
export interface CommitDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly logContext: LogContext;
}

/** Requests to S3 under way at once for one call of ours. */
export const S3_PARALLEL = 25;
