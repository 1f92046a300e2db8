/** One rule by which S3 moves or removes objects; days count from an object's, or an upload's, beginning. */
export interface LifecycleRule {
	readonly isOn: boolean;
	/** Keys it applies to begin so. */
	readonly prefix: string;
	/** It asks for more than a prefix (a size, a tag), so it does not apply to all of those keys. */
	readonly isNarrowed: boolean;
	/** The one tag that it asks for besides, and nothing else; `key=value`. */
	readonly onlyTag: string | undefined;
	readonly moves: readonly { readonly afterDays: number | undefined; readonly to: string }[];
	/** Removes current versions by their age. */
	readonly expires: boolean;
	/** Removes noncurrent versions by their age. */
	readonly expiresOlderVersions: boolean;
	/** Absent: parts of unfinished uploads stay. */
	readonly unfinishedUploadsGoAfterDays: number | undefined;
}

/** How the vault's bucket is set up. Reads only; each throws where S3 does not answer or refuses. */
export interface BucketSettings {
	/** Whether a deleted or overwritten object stays as an older version. */
	keepsVersions(): Promise<boolean>;
	/** None where the bucket has none. */
	lifecycleRules(): Promise<readonly LifecycleRule[]>;
	/** Whether nothing inside the bucket can be opened to everybody, by no policy and no ACL. */
	isClosedToPublic(): Promise<boolean>;
	/** Whether what arrives is encrypted without being asked. */
	encrypts(): Promise<boolean>;
}
