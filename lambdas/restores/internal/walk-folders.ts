import type { StoredFile } from '../../domain/entry.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { RestoreFolder } from '../../ports/restores.ts';
import type { StoredVersion } from '../../ports/versions.ts';

/** Entries read by one statement. */
const ENTRIES = 500;
/** Folders read by one statement: as ranges of the primary key they stay far below the 16 kB that RDS Proxy lets pass. */
export const WALK_FOLDERS = 50;

/** A version that may have to be restored. */
export type Restorable = Pick<
	StoredVersion,
	'id' | 'entryId' | 'sizeBytes' | 'storageClass' | 'restoredUntil' | 'readyAbout' | 'restoring'
>;

export interface WalkStep {
	/** The current versions of the files. */
	readonly versions: readonly Restorable[];
	/** To be walked later. */
	readonly found: readonly string[];
	/** Read to their ends. */
	readonly finished: readonly string[];
	/** The one that goes on in its middle. */
	readonly unfinished: RestoreFolder | undefined;
}

/** One bounded step through folders, which are in the order of their ids: the next entries of the first of them. */
export async function walkFolders(
	repositories: Pick<Repositories, 'lists' | 'versions'>,
	ownerId: string,
	folders: readonly RestoreFolder[],
): Promise<WalkStep> {
	const rows = await repositories.lists.below(
		ownerId,
		folders.map(({ folderId, readTo }) => ({ folderId, after: readTo })),
		ENTRIES,
	);
	const items = rows.map(({ item }) => item);
	const last = rows.length < ENTRIES ? undefined : rows.at(-1);
	const reached = last?.item.parentId;
	return {
		versions: await currentVersions(
			repositories,
			ownerId,
			items.filter((item) => item.kind === 'file'),
		),
		found: items.filter(({ kind }) => kind === 'folder').map(({ id }) => id),
		finished: folders
			.map(({ folderId }) => folderId)
			.filter((folderId) => reached === undefined || folderId < reached),
		unfinished: last && { folderId: last.item.parentId, readTo: last.position },
	};
}

/** A file says all but how fast it is being restored, which few are. */
async function currentVersions(
	{ versions }: Pick<Repositories, 'versions'>,
	ownerId: string,
	files: readonly StoredFile[],
): Promise<readonly Restorable[]> {
	const restoring = files.filter(({ readyAbout }) => readyAbout !== null);
	const known = await versions.getMany(
		ownerId,
		restoring.map(({ versionId }) => versionId),
	);
	return files.map((file) => ({
		...file,
		id: file.versionId,
		entryId: file.id,
		restoring: known.get(file.versionId)?.restoring ?? null,
	}));
}
