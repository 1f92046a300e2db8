/** Who asks: known from the verified token, and from nothing in the request. */
export interface Caller {
	readonly ownerId: string;
	/**
	 * When this session began, in seconds since 1970: the person signed in then, and every token renewed
	 * since says so. Null where a function acts by itself and there is no session.
	 */
	readonly signedInAt: number | null;
}

/** Where a function acts by itself, on what a person has left to it: there is no session to judge. */
export function onBehalfOf(ownerId: string): Caller {
	return { ownerId, signedInAt: null };
}
