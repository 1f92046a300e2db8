import type { Entry, File, Folder, FolderTotals } from '#contract/entries';
import type { StoredEntry, StoredFile, StoredFolder } from '../domain/entry.ts';
import type { Repositories } from '../ports/catalog.ts';
import { presentMedia } from './present-media.ts';

/** As an empty folder has them. */
const NO_TOTALS: FolderTotals = { items: 0, files: 0, bytes: 0 };

/**
 * Stored entries of one owner as they see them: the schemas of `#contract/entries`. What lies in the folders is read
 * where there are any.
 */
export async function presentEntries(
	{ totals }: Pick<Repositories, 'totals'>,
	ownerId: string,
	entries: readonly StoredEntry[],
): Promise<Entry[]> {
	const folderIds = entries.flatMap(({ kind, id }) => (kind === 'folder' ? [id] : []));
	const shown = await totals.shown(ownerId, folderIds);
	return entries.map((entry) => presentEntry(entry, shown));
}

/** `shown` has what lies in each folder that is not empty. */
export function presentEntry(entry: StoredEntry, shown: ReadonlyMap<string, FolderTotals>): Entry {
	return entry.kind === 'folder' ? presentFolder(entry, shown.get(entry.id)) : presentFile(entry);
}

export function presentFolder(folder: StoredFolder, totals: FolderTotals = NO_TOTALS): Folder {
	return { kind: 'folder', ...presentCommon(folder), totals };
}

export function presentFile(file: StoredFile): File {
	return {
		kind: 'file',
		...presentCommon(file),
		versionId: file.versionId,
		sizeBytes: file.sizeBytes,
		contentType: file.contentType,
		...presentStored(file),
		hasThumb: file.hasThumb,
		hasPreview: file.hasPreview,
		modifiedAt: file.modifiedAt?.toISOString() ?? null,
		media: presentMedia(file.media),
	};
}

/** How a version is stored, as both a file and a version say it. */
export function presentStored({ storageClass, restoredUntil, readyAbout, missingSince }: Stored) {
	return {
		storageClass,
		restoredUntil: restoredUntil?.toISOString() ?? null,
		readyAbout: readyAbout?.toISOString() ?? null,
		missingSince: missingSince?.toISOString() ?? null,
	};
}

type Stored = Pick<StoredFile, 'storageClass' | 'restoredUntil' | 'readyAbout' | 'missingSince'>;

function presentCommon(entry: StoredEntry) {
	return {
		id: entry.id,
		parentId: entry.parentId,
		name: entry.name,
		rev: entry.rev,
		createdAt: instantOf(entry.createdAt),
		updatedAt: instantOf(entry.updatedAt),
		keepsReady: entry.keepsReady,
		trashedAt: entry.trashed?.at.toISOString() ?? null,
	};
}

let latest = { time: Number.NaN, text: '' };

/** As ISO 8601. What came in one call has one time, and what never changed has it twice: of four hundred on a page most need not be written out again. */
function instantOf(date: Date): string {
	const time = date.getTime();
	if (time !== latest.time) latest = { time, text: date.toISOString() };
	return latest.text;
}
