import type { ObjectVersion } from './object-store.ts';

/** What S3's own tags say of originals. */
export interface ArchiveTags {
	/**
	 * Whether the rule of the bucket leaves the version out of the archive; what carries no tag it leaves out, too. Absent: undefined. Throws
	 * `VaultError('unavailable')` where S3 does not answer.
	 */
	staysReady(version: ObjectVersion): Promise<boolean | undefined>;
}
