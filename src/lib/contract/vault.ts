import * as v from 'valibot';
import { collation } from './collation.ts';
import { endpoint } from './endpoint.ts';
import { entry, file, folder, keptBy, path, sort, version } from './entries.ts';
import { id } from './ids.ts';
import {
	ENTRIES_PER_CALL_MAX,
	FOLDER_NAMES_PER_CALL_MAX,
	FOLDER_PATHS_PER_CALL_MAX,
	RAW_NAME_MAX_CHARS,
} from './limits.ts';
import { cursor, limit, skip } from './pages.ts';

/** A name as it was typed: judged by `canonicalName`, so that its answer can say what is wrong. */
export const rawName = v.pipe(v.string(), v.maxLength(RAW_NAME_MAX_CHARS * 16));

const entryIds = v.pipe(v.array(id), v.minLength(1), v.maxLength(ENTRIES_PER_CALL_MAX));
const nothing = v.strictObject({});
const rev = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Opens the caller's vault, and makes it at the first sign-in. */
export const openVault = endpoint({
	name: 'openVault',
	function: 'vault',
	method: 'POST',
	path: '/vault/open',
	request: nothing,
	response: v.object({
		rootId: id,
		trashId: id,
		/** What all versions hold, trash and older ones included; `reservedBytes` is promised to uploads under way. */
		usage: v.object({ quotaBytes: v.number(), usedBytes: v.number(), reservedBytes: v.number() }),
	}),
});

/**
 * Signs the caller out everywhere: every session that began until now is answered `session_ended`, whatever
 * its tokens say. The browser then ends them in Cognito, which no longer renews them.
 */
export const endSessions = endpoint({
	name: 'endSessions',
	function: 'vault',
	method: 'POST',
	path: '/sessions/end',
	request: nothing,
	response: nothing,
});

/** Where an entry lay before it was moved to trash. */
const origin = v.object({
	entryId: id,
	/** Of the folder; null where that is in the trash itself, or gone. */
	folderId: v.nullable(id),
	/** The last of the folders below the top one, down to that folder, as they are called now or, where it is gone, were then; none for the top folder. */
	names: v.array(v.string()),
	/** There are more above these. */
	cut: v.boolean(),
});
export type Origin = v.InferOutput<typeof origin>;

/** Stands for the caller's top folder: a browser that has just been opened does not know its id. */
export const ROOT = 'root';

/**
 * One page of a folder or of the trash, folders first; of the top folder by its id or as `root`. `from: 'end'` reads the last page first and
 * goes on towards the start; the entries of each page are in the order of the list either way, and a cursor may be gone on from in both
 * directions. With `skip` the page lies somewhere in the middle: so many rows are left out before it, behind the cursor if there is one. A page
 * behind the last row has no entries. By name a folder of up to `COLLATED_ENTRIES_MAX` entries is in the order of `collation`; a longer one, and
 * that of a language which needs none of its own, in the vault's. A cursor goes on in the order in which its page was.
 */
export const listFolder = endpoint({
	name: 'listFolder',
	function: 'vault',
	method: 'GET',
	path: '/folders/list',
	request: v.strictObject({
		folderId: v.union([v.literal(ROOT), id], 'must be a lower-case UUID, or root'),
		sort: v.optional(sort, 'name'),
		collation,
		from: v.optional(v.picklist(['start', 'end']), 'start'),
		cursor,
		skip,
		limit,
	}),
	response: v.object({
		folder,
		/** True where the folder lies in the trash. */
		trashed: v.boolean(),
		path,
		/** The folder itself, or the nearest above it, that keeps what lies here out of the archive. */
		keptBy,
		entries: v.array(entry),
		/** Where each entry that lies directly in the trash came from; empty of every other folder. */
		origins: v.array(origin),
		/** In whose order the names are: as it was asked for, or null in the vault's. */
		collation: v.nullable(v.string()),
		nextCursor: v.nullable(v.string()),
		/** Where the list goes on from this page in the direction it was not read in; null for a page at the end that is read first. */
		previousCursor: v.nullable(v.string()),
	}),
});

/** Makes one folder. A taken name is `name_conflict`; more than `VAULT_FOLDERS_MAX` are `too_many_folders`. */
export const createFolder = endpoint({
	name: 'createFolder',
	function: 'vault',
	method: 'POST',
	path: '/folders/create',
	request: v.strictObject({ parentId: id, name: rawName }),
	response: v.object({ folder }),
});

/**
 * Makes every folder of the given paths below `parentId` that is not there yet. Idempotent: some paths may be made although the
 * call fails, and the call is repeated.
 */
export const ensureFolders = endpoint({
	name: 'ensureFolders',
	function: 'vault',
	method: 'POST',
	path: '/folders/ensure',
	request: v.strictObject({
		parentId: id,
		/** Each path is its folders' names from the top, at least one. */
		paths: v.pipe(
			v.array(v.pipe(v.array(rawName), v.minLength(1), v.maxLength(64))),
			v.minLength(1),
			v.maxLength(FOLDER_PATHS_PER_CALL_MAX),
			v.check(
				(paths) => paths.flat().length <= FOLDER_NAMES_PER_CALL_MAX,
				'has too many names in all paths together',
			),
		),
	}),
	response: v.object({
		/** In the order of the request: the folder a path ends in, or why it cannot be. */
		folders: v.array(
			v.variant('outcome', [
				v.object({ outcome: v.literal('ready'), folderId: id }),
				v.object({
					outcome: v.literal('refused'),
					code: v.picklist(['bad_name', 'name_conflict', 'too_deep', 'too_many_folders']),
					reason: v.optional(v.string()),
				}),
			]),
		),
	}),
});

/** One entry, with the way to it and one page of the versions of a file. */
export const getEntry = endpoint({
	name: 'getEntry',
	function: 'vault',
	method: 'GET',
	path: '/entries/get',
	request: v.strictObject({ entryId: id, cursor, limit }),
	response: v.object({
		entry,
		path,
		keptBy,
		trashed: v.boolean(),
		/** False while S3 is still being told which files are kept ready, of this entry or of others. */
		isTold: v.boolean(),
		/** Newest first; empty for a folder. */
		versions: v.array(version),
		/** Where the versions go on. */
		nextCursor: v.nullable(v.string()),
	}),
});

/** Gives an entry another name, if it is still as the caller saw it: `rev`. */
export const renameEntry = endpoint({
	name: 'renameEntry',
	function: 'vault',
	method: 'POST',
	path: '/entries/rename',
	request: v.strictObject({ entryId: id, name: rawName, rev }),
	response: v.object({ entry }),
});

/** Moves all or none. A taken name is `name_conflict`, or gets a number with `keep-both`. */
export const moveEntries = endpoint({
	name: 'moveEntries',
	function: 'vault',
	method: 'POST',
	path: '/entries/move',
	request: v.strictObject({
		entryIds,
		targetId: id,
		onConflict: v.optional(v.picklist(['fail', 'keep-both']), 'fail'),
	}),
	response: v.object({ entries: v.array(entry) }),
});

/** Puts entries into the trash: one row each, whatever lies below. Repeating it changes nothing. */
export const trashEntries = endpoint({
	name: 'trashEntries',
	function: 'vault',
	method: 'POST',
	path: '/entries/trash',
	request: v.strictObject({ entryIds }),
	response: v.object({ trashedIds: v.array(id) }),
});

/**
 * Puts entries back where they were; parents that are gone are made again, a taken name gets a number. Where there is more to make
 * than one call can, some stay in the trash (`leftIds`), and the call is repeated for these. Idempotent: what is back already is
 * answered as it is.
 */
export const putBackEntries = endpoint({
	name: 'putBackEntries',
	function: 'vault',
	method: 'POST',
	path: '/entries/put-back',
	request: v.strictObject({ entryIds }),
	response: v.object({ entries: v.array(entry), leftIds: v.array(id) }),
});

/** Makes an older version the current one; none is lost. */
export const restoreVersion = endpoint({
	name: 'restoreVersion',
	function: 'vault',
	method: 'POST',
	path: '/versions/restore',
	request: v.strictObject({ entryId: id, versionId: id }),
	response: v.object({ entry: file }),
});
