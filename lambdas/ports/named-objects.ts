import type { keyPrefixes } from '../domain/object-key.ts';
import type { ObjectVersion } from './object-store.ts';

/** An object that a row names. */
export interface NamedObject extends ObjectVersion {
	readonly ownerId: string;
	readonly entryId: string;
	readonly versionId: string;
	readonly sizeBytes: number;
	/** Of derivatives always null: it is not written down. */
	readonly missingSince: Date | null;
	/** Where the row stands, in the form of a key. Another than its key where a version became one of another file. */
	readonly position: string;
}

/** Of rows, in the order in which S3 lists keys. */
export interface NamedRange {
	readonly kind: keyof typeof keyPrefixes;
	/** Behind this position; undefined: from the first. */
	readonly after: string | undefined;
	/** Up to this position and with it; undefined: to the last. */
	readonly upTo: string | undefined;
	readonly limit: number;
}

/** Of all owners, beside the catalog: the comparison alone reads them. */
export interface NamedObjectRepository {
	/** By their positions, without those of versions that are being deleted, whose objects may be gone. */
	between(range: NamedRange): Promise<readonly NamedObject[]>;
}
