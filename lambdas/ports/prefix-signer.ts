/** Opens private objects to the holder of a signature, any number of them by one. */
export interface PrefixSigner {
	/** The query that opens every address beginning with `prefix` until `expiresAt`. Throws `unavailable`. */
	sign(prefix: string, expiresAt: Date): Promise<string>;
}
