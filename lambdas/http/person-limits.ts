import { PERSON_REQUESTS_BURST, PERSON_REQUESTS_PER_SECOND } from '#contract/limits';

/** People remembered at once: the one who has asked for nothing the longest is forgotten first. */
const PEOPLE_MAX = 10_000;

interface Bucket {
	/** Requests that this person may still make. */
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
 * within a millisecond, so a person has about this share, times the few processes that serve at once.
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
		const missing = cost - requests;
		this.#keep(ownerId, { requests: missing > 0 ? requests : -missing, filledAt });
		return missing > 0 ? Math.ceil(missing / PERSON_REQUESTS_PER_SECOND) : 0;
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
