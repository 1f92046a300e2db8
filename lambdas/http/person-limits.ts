import { PERSON_REQUESTS_BURST, PERSON_REQUESTS_PER_SECOND } from '#contract/limits';

/** How far a person who does not wait falls behind, in seconds: so long after the last request all is forgiven. */
const DEBT_MAX_SECONDS = 10;
/** People remembered at once: the one who has asked for nothing the longest is forgotten first. */
const PEOPLE_MAX = 10_000;

interface Bucket {
	/** Requests that this person may still make; below 0 what they asked for in spite of being refused. */
	requests: number;
	/** In milliseconds on a clock that never goes back. */
	filledAt: number;
}

/**
 * [Note: One person's share] How much each person may ask of a function: a bucket of requests that refills by the second. API
 * Gateway limits all people together, so a limit that one of them could use up would shut out the others; its limit is
 * therefore no more than a ceiling, and this one stands behind the check of the token. It is counted twice. In the memory
 * of each process, which refuses within a millisecond: what is refused counts as well, so a browser waits as it is told,
 * and a flood that does not gets nothing more. And in one row of the database for all processes, of which a cold start in
 * the middle of a flood makes hundreds, each with a full bucket of its own: a process takes requests out of that row ten at a time
 * (`LeasedRequests`), so that counting costs one small write for ten requests and none for what is refused. Functions
 * that write to no database count in memory alone: `downloads`, `derivatives`, `invitations` and the two of the health page.
 */
export class PersonLimits {
	readonly #buckets = new Map<string, Bucket>();
	readonly #now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** Counts a request that weighs as much as `cost` plain ones. Answers 0, or in how many seconds it may come again. */
	take(ownerId: string, cost: number): number {
		const { requests, filledAt } = this.#filled(ownerId);
		const left = Math.max(requests - cost, -DEBT_MAX_SECONDS * PERSON_REQUESTS_PER_SECOND);
		this.#keep(ownerId, { requests: left, filledAt });
		return left >= 0 ? 0 : Math.ceil((cost - left) / PERSON_REQUESTS_PER_SECOND);
	}

	#filled(ownerId: string): Bucket {
		const now = this.#now();
		const bucket = this.#buckets.get(ownerId);
		if (bucket === undefined) return { requests: PERSON_REQUESTS_BURST, filledAt: now };
		const added = ((now - bucket.filledAt) / 1000) * PERSON_REQUESTS_PER_SECOND;
		return { requests: Math.min(PERSON_REQUESTS_BURST, bucket.requests + added), filledAt: now };
	}

	/** A map lists what was set first, first. */
	#keep(ownerId: string, bucket: Bucket): void {
		this.#buckets.delete(ownerId);
		this.#buckets.set(ownerId, bucket);
		if (this.#buckets.size <= PEOPLE_MAX) return;
		for (const oldest of this.#buckets.keys()) {
			this.#buckets.delete(oldest);
			return;
		}
	}
}
