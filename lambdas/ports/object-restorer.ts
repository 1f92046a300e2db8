import type { RestoreTier } from '#contract/restore-tiers';
import type { ObjectVersion } from './object-store.ts';

export interface RestoreRequest {
	readonly tier: RestoreTier;
	/** How long the copy stays, from now. */
	readonly days: number;
}

/**
 * What S3 makes of the request. `begun`: it makes a copy, or makes it faster than it was going to. `extended`: a copy is there, and
 * stays for the days from now. `in-progress`: it makes one already, and not slower. `no-capacity`: not at Expedited, not now.
 * `not-archived`: the version needs no restoring. `absent`: there is no such version.
 */
export type RestoreOutcome =
	'begun' | 'extended' | 'in-progress' | 'no-capacity' | 'not-archived' | 'absent';

/** Asks S3 to restore. Idempotent: repeating a request changes nothing but how long a copy stays. */
export interface ObjectRestorer {
	/** Throws `VaultError('unavailable')` where S3 does not answer, or not now. */
	restore(version: ObjectVersion, request: RestoreRequest): Promise<RestoreOutcome>;
	/** Tells S3 whether its rule may move the version to the archive. Idempotent; false: there is no such version. Throws as above. */
	setStaysReady(version: ObjectVersion, staysReady: boolean): Promise<boolean>;
}
