import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { storageClass } from './entries.ts';
import { id, instant } from './ids.ts';
import { ENTRIES_PER_CALL_MAX, LARGEST_FOLDERS_MAX } from './limits.ts';

/** What files are, by their declared type: see `contentKind`. */
export const contentKind = v.picklist(['image', 'video', 'audio', 'document', 'other']);

/** Versions of one sort, and how much they hold. */
export const total = v.object({
	/** Current versions of files, or older ones. */
	part: v.picklist(['current', 'older']),
	kind: contentKind,
	storageClass,
	/** True for what no rule of the bucket moves to another class: what is smaller than 128 KiB. */
	stays: v.boolean(),
	/** True for what is kept ready, as S3 has been told: it moves to Standard-IA and no further. */
	kept: v.boolean(),
	files: v.number(),
	bytes: v.number(),
});
export type Total = v.InferOutput<typeof total>;

const totals = v.array(total);

/** Restored copies that end at one moment: S3 bills them as Standard until then, beside the archived versions that `totals` count. */
const copyTotal = v.object({
	part: total.entries.part,
	kind: contentKind,
	until: instant,
	files: v.number(),
	bytes: v.number(),
});
export type CopyTotal = v.InferOutput<typeof copyTotal>;

/** Those alone that can still be read. What ends after the forecast is told together, by the last of it. */
const copies = v.array(copyTotal);

/** Restored copies of one kind, whenever they end. */
const copied = v.array(v.object({ kind: contentKind, files: v.number(), bytes: v.number() }));

/**
 * What these files hold, and these folders with all that lies below them, and the restored copies of all of it. Kept on write: however much it is, no
 * file is counted. What is gone or another person's is left out.
 */
export const getTotals = endpoint({
	name: 'getTotals',
	function: 'vault',
	method: 'POST',
	path: '/totals/get',
	request: v.strictObject({
		entryIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(ENTRIES_PER_CALL_MAX)),
	}),
	response: v.object({ entries: v.array(v.object({ entryId: id, totals })), copies }),
});

/** What the whole vault holds, by what it is billed as. */
export const getVaultTotals = endpoint({
	name: 'getVaultTotals',
	function: 'vault',
	method: 'GET',
	path: '/totals/vault',
	request: v.strictObject({}),
	response: v.object({
		/** What lies below the top folder, below the trash, and what is being deleted forever. */
		vault: totals,
		trash: totals,
		leaving: totals,
		copies: v.object({ vault: copies, trash: copies, leaving: copies }),
		/** Bytes of thumbnails and previews, those included that may still be sent. They are always in Standard. */
		derivativeBytes: v.number(),
		/** Uploads under way: of their bytes S3 holds none, some or all. */
		unfinished: v.object({ files: v.number(), bytes: v.number() }),
	}),
});

/**
 * The folders directly in this one that hold most, older versions included, the largest first; those that hold nothing are left out.
 * With a kind, by what they hold of it.
 */
export const listLargestFolders = endpoint({
	name: 'listLargestFolders',
	function: 'vault',
	method: 'GET',
	path: '/folders/largest',
	request: v.strictObject({ folderId: id, kind: v.optional(contentKind) }),
	response: v.object({
		/** At most `LARGEST_FOLDERS_MAX`. */
		folders: v.pipe(
			v.array(v.object({ folderId: id, name: v.string(), totals, copied })),
			v.maxLength(LARGEST_FOLDERS_MAX),
		),
	}),
});
