/** What a check can find, by the promise it breaks. */
type FindingKind =
	/** A row names an object that S3 does not have, or has otherwise. */
	| 'ghost'
	/** S3 holds something that no row names. */
	| 'orphan'
	/** S3 holds another version of a key than the one a row names, which is there as well. */
	| 'surplus'
	/** A row names a version that S3 calls noncurrent. */
	| 'hidden'
	/** A counter of a vault or of a batch is not the sum of what it counts. */
	| 'quota'
	| 'batch'
	/** What a folder says lies below it does not. */
	| 'total'
	/** An address is kept to which no person wants notices. */
	| 'mailbox'
	/** A restore counts other than its files make. */
	| 'restore'
	/** S3 does not know what is kept ready, or was told otherwise. */
	| 'keep'
	/** The folders are not one tree per person, or a file and its versions do not match. */
	| 'tree'
	/** What a row says of a file is not what its version, its derivatives or S3 say. */
	| 'file'
	/** What an entry is listed, found or swept by does not follow from the entry. */
	| 'key';

export interface Finding {
	readonly kind: FindingKind;
	/** The id or key it is about. */
	readonly subject: string;
	readonly message: string;
	/** Absent where there is no answer, or more than one that may be right. */
	readonly repair?: Repair | undefined;
}

export interface Repair {
	/** Said when it is done, such as `set to 5 bytes`. */
	readonly does: string;
	/** Looks again before it writes. False where it is not so any more, or could not be mended. Repeatable. */
	run(): Promise<boolean>;
}
