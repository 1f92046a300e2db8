import type { StorageClass } from '#contract/entries';
import type { MediaFacts } from '../domain/media.ts';
import type { Restoring } from '../domain/restore.ts';

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
	readonly media: MediaFacts | null;
	readonly storageClass: StorageClass;
	/** Until when the restored copy of an archived one can be read; null where there is none. */
	readonly restoredUntil: Date | null;
	/** When the copy that S3 is making will be ready, about; null where it makes none. */
	readonly readyAbout: Date | null;
	/** Since when S3 is known not to have it: the daily comparison and fsck look. Null where nothing of the kind is known. */
	readonly missingSince: Date | null;
	/** How that copy was asked for; null where it makes none, or another program than ours asked. */
	readonly restoring: Restoring | null;
	/** When S3 was last asked how it is stored: what was seen earlier is not written over what was seen later. */
	readonly lookedAt: Date | null;
	/** Whether S3 has been told never to archive it; null: S3 has been told nothing. See [Note: Kept ready]. */
	readonly staysReady: boolean | null;
	readonly state: 'ready' | 'deleting';
	readonly createdAt: Date;
}

export interface VersionOfEntry {
	readonly id: string;
	readonly entryId: string;
}

/** How a version is stored, as far as it changes. */
export interface Storage {
	/** Absent: as it was. */
	readonly storageClass?: StorageClass;
	readonly restoredUntil: Date | null;
	readonly readyAbout: Date | null;
	readonly restoring: Restoring | null;
	readonly lookedAt: Date;
}

export interface RestoredPosition {
	readonly restoredUntil: Date;
	readonly id: string;
}

/** A place in the versions of one file: of those that came in one moment the id decides. */
export type VersionPosition = Pick<StoredVersion, 'createdAt' | 'id'>;

export interface VersionRepository {
	/** By id, whatever their state. */
	getMany(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredVersion>>;
	/** Of up to 200 files at once, those being deleted included, by file: at most `limit` of them. */
	ofEntries(
		ownerId: string,
		entryIds: readonly string[],
		limit: number,
	): Promise<readonly StoredVersion[]>;
	insert(versions: readonly StoredVersion[]): Promise<void>;
	/** From now on its bytes may be gone. */
	markDeleting(ownerId: string, ids: readonly string[]): Promise<void>;
	/** Takes the rows away of these that are there. */
	erase(ownerId: string, versions: readonly StoredVersion[]): Promise<void>;
	/** Of these versions, and of the files whose current versions they are. */
	setStorage(ownerId: string, versions: readonly VersionOfEntry[], storage: Storage): Promise<void>;
	/** What S3 has been told of these versions, and of the files whose current versions they are. */
	setStaysReady(
		ownerId: string,
		versions: readonly VersionOfEntry[],
		stays: boolean | null,
	): Promise<void>;
	/** Of these versions that can be read, and of the files whose current versions they are; null: S3 has them again. */
	setMissing(
		ownerId: string,
		versions: readonly VersionOfEntry[],
		since: Date | null,
	): Promise<void>;
	/** Of all owners, or one: those that S3 is known not to have had since before `before`, by id, from behind `after` on. */
	missing(
		before: Date,
		page: { readonly ownerId?: string | undefined; readonly after: string; readonly limit: number },
	): Promise<readonly StoredVersion[]>;
	/** Of all owners: ready, with a copy that should be there by `now`, the longest waiting first. */
	overdue(now: Date, limit: number): Promise<readonly StoredVersion[]>;
	/** Of all owners: told to stay ready, with a copy that can be read at `now` and ends before `endsBefore`, the first to end first. */
	keptEnding(page: {
		readonly now: Date;
		readonly endsBefore: Date;
		readonly limit: number;
	}): Promise<readonly (VersionOfEntry & { readonly ownerId: string })[]>;
	/** With a copy that can be read at `now`: those whose copy goes first come first, behind `after`. */
	restored(
		ownerId: string,
		page: { readonly now: Date; readonly after?: RestoredPosition; readonly limit: number },
	): Promise<readonly StoredVersion[]>;
	/** What these versions say of themselves, by id. The files are told by who calls. */
	setMedia(ownerId: string, media: ReadonlyMap<string, MediaFacts>): Promise<void>;
	/** Of one file those that are not being deleted, newest first, older than `before` where one is given. */
	ofEntry(
		ownerId: string,
		entryId: string,
		page: { readonly before?: VersionPosition | undefined; readonly limit: number },
	): Promise<readonly StoredVersion[]>;
	/** Kinds of the derivatives one version has. */
	derivativeKinds(
		ownerId: string,
		entryId: string,
		versionId: string,
	): Promise<ReadonlySet<'thumb' | 'preview'>>;
}
