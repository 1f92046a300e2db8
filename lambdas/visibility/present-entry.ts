import type { Entry, File, Folder } from '#contract/entries';
import type { StoredEntry, StoredFile, StoredFolder } from '../domain/entry.ts';

/** A stored entry as its owner sees it: the schemas of `#contract/entries`. */
export function presentEntry(entry: StoredEntry): Entry {
	return entry.kind === 'folder' ? presentFolder(entry) : presentFile(entry);
}

export function presentFolder(folder: StoredFolder): Folder {
	return { kind: 'folder', ...presentCommon(folder) };
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
		createdAt: entry.createdAt.toISOString(),
		updatedAt: entry.updatedAt.toISOString(),
		trashedAt: entry.trashed?.at.toISOString() ?? null,
	};
}
