import { isMedia } from '#contract/content-types';
import { foldText, naturalText } from '#contract/folding';
import { UTC_OFFSET_MAX_MINUTES } from '#contract/limits';
import { takenAt, takenOn } from '#contract/media-time';
import type { StoredEntry, StoredFile } from '../../domain/entry.ts';
import { foldName } from '../../domain/fold-name.ts';

/**
 * [Note: List keys] Every list is one index whose last column is a key made here, so that a page is
 * one range of bytes (`key > ?`) whatever the order: no row constructor, which the optimisers read as a
 * scan, and no tie, because each key ends in the id. The database compares bytes and nothing else.
 *
 * What is equal is decided by `foldName`, what comes first and what is found by `foldText`. Rows whose keys an earlier
 * release has made have no search key: see `rekeyEntries`.
 */
export interface ListKeys {
	readonly nameKey: Buffer;
	readonly sortKey: Buffer;
	/** By which a search finds what begins with its words, wherever it lies. */
	readonly searchKey: Buffer;
	readonly changedKey: Buffer;
	readonly sizeKey: Buffer;
	/** Files only: when it came to the vault. */
	readonly recentKey: Buffer | null;
	/** Pictures and films only; see [Note: The order of the gallery]. */
	readonly mediaKey: Buffer | null;
}

/** First byte of the keys of a folder's lists: folders come first. */
export const kindByte = { folder: 0x01, file: 0x02 } as const;

/** Longest natural part of a sort key, in bytes; names equal that far are ordered by age. */
const NATURAL_MAX_BYTES = 512;

/** Longest text of a search key, in bytes; the name itself decides what goes on behind it. */
const SEARCHED_MAX_BYTES = 255;

export function listKeysOf(entry: StoredEntry): ListKeys {
	const kind = Buffer.of(kindByte[entry.kind]);
	const id = idBytes(entry.id);
	const sizeBytes = entry.kind === 'file' ? entry.sizeBytes : 0;
	return {
		nameKey: siblingKey(entry),
		sortKey: Buffer.concat([kind, naturalKey(entry.name), Buffer.of(0), id]),
		searchKey: searchKey(entry.kind, foldText(entry.name)),
		changedKey: Buffer.concat([kind, unsigned(entry.updatedAt.getTime()), id]),
		sizeKey: Buffer.concat([kind, unsigned(sizeBytes), id]),
		...timelineKeys(entry, id),
	};
}

/** Of texts of which one begins with the other, so do their keys. */
export function searchKey(kind: StoredEntry['kind'], folded: string): Buffer {
	const text = Buffer.from(folded, 'utf8').subarray(0, SEARCHED_MAX_BYTES);
	return Buffer.concat([Buffer.of(kindByte[kind]), text]);
}

/** What makes a name unique in its folder: the UTF-8 bytes of the folded name. */
export function nameKey(name: string): Buffer {
	return Buffer.from(foldName(name), 'utf8');
}

/** Directly in the trash names may meet, so there each is made its own by a NUL, which no name has, and the id. */
function siblingKey(entry: StoredEntry): Buffer {
	const key = nameKey(entry.name);
	return entry.trashed === null ? key : Buffer.concat([key, Buffer.of(0), idBytes(entry.id)]);
}

function timelineKeys(entry: StoredEntry, id: Buffer): Pick<ListKeys, 'recentKey' | 'mediaKey'> {
	if (entry.kind === 'folder') return { recentKey: null, mediaKey: null };
	return {
		recentKey: Buffer.concat([unsigned(entry.createdAt.getTime()), id]),
		mediaKey: isMedia(entry.contentType) ? mediaKey(entry, id) : null,
	};
}

/** The day, then how much later the instant is than the day can begin anywhere, then the id: as many bytes as the keys of before. */
function mediaKey(file: StoredFile, id: Buffer): Buffer {
	const day = takenOn(file);
	const sinceMs = takenAt(file).getTime() - Date.parse(day) + UTC_OFFSET_MAX_MINUTES * 60_000;
	const since = Buffer.alloc(4);
	since.writeUInt32BE(sinceMs);
	return Buffer.concat([mediaKeyFrom(day), since, id]);
}

const DAY_MS = 24 * 3600 * 1000;
/** Days from the year 0 to 1970: of no day is a number negative. */
const DAYS_TO_1970 = 719_528;

/** What the keys of a day begin with; those of days before are less. */
export function mediaKeyFrom(day: string): Buffer {
	const bytes = Buffer.alloc(3);
	bytes.writeUIntBE(Date.parse(day) / DAY_MS + DAYS_TO_1970, 0, 3);
	return bytes;
}

/** Keys that earlier releases made of the instant alone lie below this: their first byte is 0, that of a day from the year 1000 on is not. */
export const MEDIA_KEYS_FROM = Buffer.of(0x01);

/** Bytes that sort names as people do; see [Note: Folding]. */
export function naturalKey(name: string): Buffer {
	return Buffer.from(naturalText(name), 'utf8').subarray(0, NATURAL_MAX_BYTES);
}

function idBytes(id: string): Buffer {
	return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** Whole numbers up to 2^53, and times before 1970 as 1970: seven bytes, most significant first. */
function unsigned(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(Math.max(0, value)));
	return bytes.subarray(1);
}
