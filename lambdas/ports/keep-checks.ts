/** An entry below which what S3 was told may differ from what is wished. */
export interface KeepCheck {
	readonly entryId: string;
	/** How often it was asked for: one that is asked for again is not done by what was seen before. */
	readonly asked: number;
	/** Of a folder: where its list goes on; null: at its start. */
	readonly readTo: Buffer | null;
}

/** What is still to be compared. See [Note: Kept ready]. */
export interface KeepCheckRepository {
	/** One that is there already begins anew. */
	ask(ownerId: string, entryIds: readonly string[]): Promise<void>;
	/** Some of them. */
	next(ownerId: string, limit: number): Promise<readonly KeepCheck[]>;
	count(ownerId: string, limit: number): Promise<number>;
	/** Unless it has been asked for again meanwhile. */
	readOn(ownerId: string, check: KeepCheck): Promise<void>;
	/** Unless it has been asked for again meanwhile. */
	done(ownerId: string, check: KeepCheck): Promise<void>;
	/** Of all people with some, behind the id `after`. */
	owners(after: string, limit: number): Promise<readonly string[]>;
}
