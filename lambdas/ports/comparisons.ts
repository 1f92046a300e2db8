import type { Drift } from '#contract/health';

/** What the last comparison of bucket and database that reached the end has found. */
interface Comparison {
	readonly comparedAt: Date;
	readonly drift: Drift;
}

export interface ComparisonRepository {
	/** Undefined before the first. */
	last(): Promise<Comparison | undefined>;
	/** Takes the place of the one before. */
	record(comparison: Comparison): Promise<void>;
}
