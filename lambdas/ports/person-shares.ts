/** Whose requests, to which function. */
export interface ShareOf {
	readonly ownerId: string;
	/** As in the contract: `vault`, `uploads`, … */
	readonly functionName: string;
}

/** What each person may still ask of a function, counted once for all its processes. See [Note: One person's share]. */
export interface PersonShareRepository {
	/** Takes so many requests out of a person's share, or none: false where fewer are left. */
	take(share: ShareOf, requests: number, now: Date): Promise<boolean>;
	/** Takes away shares that were last asked for before `before`: they are full again. Answers how many. */
	forget(before: Date, limit: number): Promise<number>;
}
