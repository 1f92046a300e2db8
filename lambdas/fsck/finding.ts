/** What a check can find, by the promise it breaks. */
type FindingKind =
	/** A row names an object that S3 does not have, or has otherwise. */
	| 'ghost'
	/** S3 holds something that no row names. */
	| 'orphan'
	/** A counter is not the sum of what it counts. */
	| 'quota'
	/** The folders are not one tree per person, or a file and its versions do not match. */
	| 'tree';

export interface Finding {
	readonly kind: FindingKind;
	/** The id or key it is about. */
	readonly subject: string;
	readonly message: string;
}
