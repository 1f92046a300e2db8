import type { Restorable } from '#contract/prices';
import type { RestoreTarget } from '#contract/restores';
import type {
	RestoreAllowance,
	RestoreItem,
	RestoreItemState,
	StoredRestoreJob,
} from '../domain/restore.ts';

/** A folder of a job whose files are still to be found. */
export interface RestoreFolder {
	readonly folderId: string;
	/** Where its list goes on; null: at its start. */
	readonly readTo: Buffer | null;
}

interface ItemOfJob extends RestoreItem {
	readonly jobId: string;
}

/** See [Note: The life of a restore]. */
export interface RestoreRepository {
	get(ownerId: string, jobId: string): Promise<StoredRestoreJob | undefined>;
	/** The newest first: those that are not over, and those that ended since `endedSince`. */
	list(
		ownerId: string,
		page: { readonly endedSince: Date; readonly limit: number },
	): Promise<readonly StoredRestoreJob[]>;
	insert(job: StoredRestoreJob): Promise<void>;
	/** Writes all that changes of a job. */
	update(job: StoredRestoreJob): Promise<void>;
	/** Takes away a job with all that belongs to it. */
	erase(ownerId: string, jobId: string): Promise<void>;
	/** What jobs begun since `since` are billed for: those that were judged, and not refused. */
	billedSince(ownerId: string, since: Date): Promise<RestoreAllowance>;

	/** Of all owners: those with files to find or to ask for that no run has claimed, the oldest first. */
	open(now: Date, limit: number): Promise<readonly StoredRestoreJob[]>;
	/** Takes a job until `until`: true for one caller alone. */
	claim(job: StoredRestoreJob, now: Date, until: Date): Promise<boolean>;
	release(job: StoredRestoreJob): Promise<void>;

	/** What the job was asked for, once. */
	addTargets(job: StoredRestoreJob, targets: readonly RestoreTarget[]): Promise<void>;
	/** In the order of the request; empty for a job of a release that did not keep them. */
	targets(job: StoredRestoreJob): Promise<readonly RestoreTarget[]>;
	/** By job: how many targets it has, and the entry of one of them. */
	subjects(
		ownerId: string,
		jobIds: readonly string[],
	): Promise<ReadonlyMap<string, { readonly count: number; readonly entryId: string }>>;

	/** Those that are there already stay as they are. */
	addFolders(job: StoredRestoreJob, folderIds: readonly string[]): Promise<void>;
	folders(job: StoredRestoreJob, limit: number): Promise<readonly RestoreFolder[]>;
	/** Keeps how far one was read. */
	readFolder(job: StoredRestoreJob, folder: RestoreFolder): Promise<void>;
	removeFolders(job: StoredRestoreJob, folderIds: readonly string[]): Promise<void>;

	/** Answers those that were not there yet. */
	addItems(job: StoredRestoreJob, items: readonly RestoreItem[]): Promise<readonly RestoreItem[]>;
	items(
		job: StoredRestoreJob,
		page: { readonly state: RestoreItemState; readonly limit: number },
	): Promise<readonly RestoreItem[]>;
	itemsByVersion(
		job: StoredRestoreJob,
		versionIds: readonly string[],
	): Promise<ReadonlyMap<string, RestoreItem>>;
	/** Of any job of the owner: those that wait or are being restored. */
	openItems(ownerId: string, versionIds: readonly string[]): Promise<readonly ItemOfJob[]>;
	/** Writes state, code and time of asking. */
	updateItems(job: StoredRestoreJob, items: readonly RestoreItem[]): Promise<void>;
	/** All that wait, and the folders still to be read. Answers what they would have been billed as. */
	cancelWaiting(job: StoredRestoreJob): Promise<Restorable>;
	/** Of all owners: how many S3 was asked for before `before` and has not made; counts to `limit`. */
	neverEnding(before: Date, limit: number): Promise<number>;

	/** Takes away jobs that ended before `before`, with their items. Answers how many rows. */
	forget(before: Date, limit: number): Promise<number>;
}
