import type { Sort } from '#contract/entries';
import type { Named } from '../domain/collated-list.ts';
import type { StoredEntry, StoredFile } from '../domain/entry.ts';

export interface ListFolder {
	readonly folderId: string;
	readonly sort: Sort;
	/** Which end of the list is read first; from its end, the last row comes first. Absent: `start`. */
	readonly from?: 'start' | 'end' | undefined;
	/** Behind this position, in the direction of reading; absent: from that end. Any bytes are a position. */
	readonly after?: Buffer | undefined;
	readonly limit: number;
}

/** How far into a list, in the direction of reading. */
export type SkipInFolder = Omit<ListFolder, 'limit'> & { readonly skip: number };

export interface ListTimeline {
	readonly only: 'media' | 'all';
	/** Pictures and films alone: of this day or later, and of days before this one, as `2012-04-16`. */
	readonly takenFrom?: string | undefined;
	readonly takenBefore?: string | undefined;
	readonly after?: Buffer | undefined;
	readonly limit: number;
}

export interface Positioned<Item> {
	readonly item: Item;
	/** Where the list goes on behind this item. */
	readonly position: Buffer;
}

/** A folder of which everything is read, from behind a position on. */
export interface FolderToRead {
	readonly folderId: string;
	readonly after: Buffer | null;
}

/** Pages by key: each reads no more rows than it gives, however long the list is; `names` reads all of a folder, or one more than `max`. */
export interface ListRepository {
	folder(ownerId: string, page: ListFolder): Promise<readonly Positioned<StoredEntry>[]>;
	/** The names of all that lies directly in the folder; undefined where these are more than `max`. */
	names(ownerId: string, folderId: string, max: number): Promise<readonly Named[] | undefined>;
	/** The position of the last of so many rows, whose keys alone are read; undefined where there are not so many. */
	skip(ownerId: string, rows: SkipInFolder): Promise<Buffer | undefined>;
	/** What lies directly in any of the folders, one folder after the other in the order of their ids. */
	below(
		ownerId: string,
		folders: readonly FolderToRead[],
		limit: number,
	): Promise<readonly Positioned<StoredEntry>[]>;
	/** Newest first, wherever they lie: who asks leaves out what lies in the trash. */
	timeline(ownerId: string, page: ListTimeline): Promise<readonly Positioned<StoredFile>[]>;
}
