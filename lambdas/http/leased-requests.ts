import type { PersonShareRepository, ShareOf } from '../ports/person-shares.ts';

/** Requests that a process takes out of a person's share at once: one write for so many of them. */
const LEASE = 10;
/** A share that was empty is asked again after so long, in seconds: by then it holds two leases. */
const EMPTY_SECONDS = 1;
/** People remembered at once: the one who has asked for nothing the longest is forgotten first. */
const PEOPLE_MAX = 10_000;

interface Lease {
	/** Taken out of the share and not used yet. */
	readonly requests: number;
	/** The share was empty: it is not asked before. */
	readonly emptyUntil: number;
}

/** What this process has taken out of each person's share, for the requests it answers. See [Note: One person's share]. */
export class LeasedRequests {
	readonly #leases = new Map<string, Lease>();
	readonly #shares: Pick<PersonShareRepository, 'take'>;
	readonly #now: () => Date;

	constructor(shares: Pick<PersonShareRepository, 'take'>, now: () => Date = () => new Date()) {
		this.#shares = shares;
		this.#now = now;
	}

	/** Counts a request that weighs as much as `cost` plain ones. Answers 0, or in how many seconds it may come again. */
	async take(share: ShareOf, cost: number): Promise<number> {
		const key = `${share.functionName} ${share.ownerId}`;
		const now = this.#now();
		const { requests, emptyUntil } = this.#leases.get(key) ?? { requests: 0, emptyUntil: 0 };
		if (requests >= cost) {
			this.#keep(key, { requests: requests - cost, emptyUntil });
			return 0;
		}
		const waitMs = emptyUntil - now.getTime();
		if (waitMs > 0) return Math.ceil(waitMs / 1000);
		const taken = Math.max(LEASE, cost);
		if (await this.#shares.take(share, taken, now)) {
			this.#keep(key, { requests: requests + taken - cost, emptyUntil: 0 });
			return 0;
		}
		this.#keep(key, { requests, emptyUntil: now.getTime() + EMPTY_SECONDS * 1000 });
		return EMPTY_SECONDS;
	}

	/** A map lists what was set first, first. */
	#keep(key: string, lease: Lease): void {
		this.#leases.delete(key);
		this.#leases.set(key, lease);
		if (this.#leases.size <= PEOPLE_MAX) return;
		for (const oldest of this.#leases.keys()) {
			this.#leases.delete(oldest);
			return;
		}
	}
}
