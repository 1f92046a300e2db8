/** What the database says about itself. Reads only; throws `unavailable` when it does not answer. */
export interface DatabaseState {
	/** Names of the migrations that this release brings, in their order. */
	readonly knownMigrations: readonly string[];
	/** Names of those that ran; none in an empty database. */
	appliedMigrations(): Promise<readonly string[]>;
	/** How our connections have MySQL treat values, such as `STRICT_TRANS_TABLES`. */
	sqlModes(): Promise<readonly string[]>;
}
