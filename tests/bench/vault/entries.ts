import type { StoredEntry, StoredFile, StoredFolder } from '../../../lambdas/domain/entry.ts';
import { topFoldersOf } from '../../../lambdas/domain/top-folders.ts';
import { randomFrom } from '../../support/random.ts';
import { fileNames, type NamedFile } from './names.ts';

const SEED = 'bench';
/** Ids are of this time and later, a millisecond apart. */
const BEGAN = Date.UTC(2026, 0, 1);
const SMALL_FILES = 100;
/** Folders in each folder of albums. */
const ALBUMS = 100;
export const CHAIN = 20;

/** Places of the vault; they and everything in it are the same for the same number of files. */
export interface Places {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly purgeId: string;
	/** All below it move as one: a hundredth as many folders as files, and all files but a few. */
	readonly archiveId: string;
	/** In the archive, with all the files. */
	readonly everythingId: string;
	/** Another place for the archive. */
	readonly elsewhereId: string;
	/** A folder of a hundred files. */
	readonly smallId: string;
	/** Twenty folders deep. */
	readonly deepId: string;
}

interface Plan {
	readonly places: Places;
	/** Parents first. */
	readonly entries: () => Generator<StoredEntry>;
}

/** A vault of so many files, in the archive. */
export function planVault(files: number): Plan {
	const id = idsFrom(`${SEED} places`);
	const places: Places = {
		ownerId: id(),
		rootId: id(),
		trashId: id(),
		purgeId: id(),
		archiveId: id(),
		everythingId: id(),
		elsewhereId: id(),
		smallId: id(),
		deepId: id(),
	};
	return { places, entries: () => entriesOf(places, files) };
}

function* entriesOf(places: Places, files: number): Generator<StoredEntry> {
	const id = idsFrom(`${SEED} entries`);
	const { ownerId, rootId, archiveId, everythingId, elsewhereId, smallId, deepId } = places;
	const now = new Date(BEGAN);
	const folder = (parentId: string, name: string, folderId = id()) =>
		folderOf({ ownerId, parentId, name, id: folderId, now });
	yield* topFoldersOf({ ...places, now });
	yield folder(rootId, 'Archive', archiveId);
	yield folder(rootId, 'Elsewhere', elsewhereId);
	yield folder(rootId, 'Small', smallId);
	yield folder(archiveId, 'Everything', everythingId);
	yield* chain(folder, rootId, deepId);
	for (let i = 0; i < files / 100 / ALBUMS; i++) {
		const albums = folder(archiveId, `Albums ${String(i)}`);
		yield albums;
		for (let j = 1; j < ALBUMS; j++) yield folder(albums.id, `Album ${String(j)}`);
	}
	for (const named of fileNames(`${SEED} small`, SMALL_FILES)) {
		yield fileOf({ ownerId, parentId: smallId, id: id(), versionId: id() }, named);
	}
	for (const named of fileNames(`${SEED} files`, files)) {
		yield fileOf({ ownerId, parentId: everythingId, id: id(), versionId: id() }, named);
	}
}

type NewFolder = (parentId: string, name: string, folderId?: string) => StoredFolder;

function* chain(folder: NewFolder, rootId: string, deepId: string): Generator<StoredFolder> {
	let parentId = rootId;
	for (let depth = 1; depth <= CHAIN; depth++) {
		const next = folder(parentId, `level ${String(depth)}`, depth === CHAIN ? deepId : undefined);
		yield next;
		parentId = next.id;
	}
}

interface FolderPlace {
	readonly ownerId: string;
	readonly parentId: string;
	readonly name: string;
	readonly id: string;
	readonly now: Date;
}

function folderOf({ now, ...place }: FolderPlace): StoredFolder {
	return {
		kind: 'folder',
		...place,
		// As `raiseHeights` leaves the folders that others are made in: a bound.
		heightBound: CHAIN,
		rev: 0,
		createdAt: now,
		updatedAt: now,
		trashed: null,
		keepsReady: false,
	};
}

type FilePlace = Pick<StoredFile, 'ownerId' | 'parentId' | 'id' | 'versionId'>;

function fileOf(
	place: FilePlace,
	{ name, contentType, sizeBytes, modifiedAt }: NamedFile,
): StoredFile {
	const createdAt = new Date(Number.parseInt(place.id.slice(0, 8) + place.id.slice(9, 13), 16));
	return {
		kind: 'file',
		...place,
		name,
		contentType,
		sizeBytes,
		modifiedAt,
		media: null,
		rev: 0,
		createdAt,
		updatedAt: createdAt,
		trashed: null,
		keepsReady: false,
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		staysReady: false,
		hasThumb: false,
		hasPreview: false,
	};
}

/** Ids as UUID version 7 makes them, the same for the same seed. */
function idsFrom(seed: string): () => string {
	const random = randomFrom(seed);
	let at = BEGAN;
	const hex = (bits: number) =>
		random
			.whole(0, 2 ** bits - 1)
			.toString(16)
			.padStart(bits / 4, '0');
	return () => {
		at += 1;
		const time = at.toString(16).padStart(12, '0');
		return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(12)}-8${hex(12)}-${hex(24)}${hex(24)}`;
	};
}
