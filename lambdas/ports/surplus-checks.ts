/** Object keys to be looked at once for versions that no row names. See [Note: Surplus versions]. */
export interface SurplusCheckRepository {
	/** From `dueAt` on. A key that is planned already is looked at then, and not before. */
	plan(objectKeys: readonly string[], dueAt: Date): Promise<void>;
	/** Of all owners, the longest waiting first. */
	due(now: Date, limit: number): Promise<readonly string[]>;
	/** Takes away these, unless they have been planned anew for a time after `now`. */
	done(objectKeys: readonly string[], now: Date): Promise<void>;
}
