/** Who asks: known from the verified token, and from nothing in the request. */
export interface Caller {
	readonly ownerId: string;
}
