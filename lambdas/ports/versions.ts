import type { StorageClass } from '#contract/entries';

/** Bytes of a file that S3 holds for good; the entry names the one that is current. */
export interface StoredVersion {
	readonly ownerId: string;
	readonly entryId: string;
	/** The id of the upload it came by. */
	readonly id: string;
	readonly objectKey: string;
	readonly s3VersionId: string;
	readonly sizeBytes: number;
	readonly checksum: string;
	readonly contentType: string;
	readonly modifiedAt: Date | null;
	readonly storageClass: StorageClass;
	/** Until when an archived one can be read; null where it is not restored, or needs no restoring. */
	readonly restoreExpiresAt: Date | null;
	readonly state: 'ready' | 'deleting';
	readonly createdAt: Date;
}

export interface VersionRepository {
	/** By id, whatever their state. */
	getMany(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredVersion>>;
	/** Of many files at once, those being deleted included. */
	ofEntries(ownerId: string, entryIds: readonly string[]): Promise<readonly StoredVersion[]>;
	insert(versions: readonly StoredVersion[]): Promise<void>;
	/** From now on its bytes may be gone. */
	markDeleting(ownerId: string, ids: readonly string[]): Promise<void>;
	erase(ownerId: string, ids: readonly string[]): Promise<void>;
	setStorage(
		ownerId: string,
		id: string,
		storage: { readonly storageClass?: StorageClass; readonly restoreExpiresAt: Date | null },
	): Promise<void>;
	/** All of one file that are not being deleted, newest first. */
	ofEntry(ownerId: string, entryId: string): Promise<readonly StoredVersion[]>;
	/** Kinds of the derivatives one version has. */
	derivativeKinds(
		ownerId: string,
		entryId: string,
		versionId: string,
	): Promise<ReadonlySet<'thumb' | 'preview'>>;
}
