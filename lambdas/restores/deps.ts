import type { RestoreAllowance } from '../domain/restore.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { ObjectRestorer } from '../ports/object-restorer.ts';
import type { LookDeps } from '../restoring/inspect-versions.ts';

export interface RestoresDeps extends LookDeps {
	readonly restorer: ObjectRestorer;
	readonly notifier: Notifier;
	/** Whose prices are paid. */
	readonly region: string;
	/** What one person may have restored within 24 hours. */
	readonly allowance: RestoreAllowance;
	/** Of the call: false when no further step should be begun. */
	readonly hasTimeLeft: () => boolean;
}
