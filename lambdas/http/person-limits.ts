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
 * [Note: One person's share] How much each person may ask of one process of a function: a bucket of requests that
 * refills by the second. API Gateway limits all people together, so a limit that one of them could
 * use up would shut out the others; its limit is therefore no more than a ceiling, and this one stands
 * behind the check of the token. It lives in memory: counting in the database would cost each request a
 * write, and make of a flood of requests one of writes. Lambda runs few processes for what is refused
 * within a millisecond, so a person has about this share, times the few processes that serve at once. What is
 * refused counts as well: a browser waits as it is told, and a flood that does not gets nothing more.
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
