import type { ContentKind } from '#contract/content-types';
import type { FolderTotals } from '#contract/entries';
import type { StoredEntry, StoredFolder } from '../domain/entry.ts';
import type { Holding } from '../domain/totals.ts';
import type { ListFolder } from './lists.ts';

/** Of one person, by what it is billed as. */
export interface VaultTotals {
	readonly vault: Holding;
	readonly trash: Holding;
	/** What is being deleted forever. */
	readonly leaving: Holding;
	/** Those included that may still be sent. */
	readonly derivativeBytes: number;
	/** What uploads under way may come to. */
	readonly unfinished: { readonly files: number; readonly bytes: number };
}

interface MonthTotal {
	/** As `2012-04`. */
	readonly month: string;
	readonly files: number;
}

/**
 * [Note: Totals] What lies below each folder, kept by every transaction that changes it. No reader counts rows. Within a
 * transaction that changes something they are as they were before it.
 */
export interface TotalsRepository {
	/** By entry id: what each file holds, and each folder with all below it. */
	of(ownerId: string, entries: readonly StoredEntry[]): Promise<ReadonlyMap<string, Holding>>;
	/** Of the whole vault, at one moment; undefined where there is none. */
	ofVault(ownerId: string): Promise<VaultTotals | undefined>;
	/** By folder id, for a list. An empty folder is left out. */
	shown(ownerId: string, folderIds: readonly string[]): Promise<ReadonlyMap<string, FolderTotals>>;
	/** By folder id, of a folder and of those on a page of it, read beside the page. Of others that it reads as well they may be there too. */
	onPage(ownerId: string, page: ListFolder): Promise<ReadonlyMap<string, FolderTotals>>;
	/** In which months the pictures and films anywhere below the folder were taken, newest first; at most `MONTHS_MAX`. */
	months(ownerId: string, folderId: string): Promise<readonly MonthTotal[]>;
	/** Folders directly in this one by what they hold, of one kind where it is given, the largest first; the empty are left out. */
	largest(
		ownerId: string,
		folderId: string,
		of: { readonly kind?: ContentKind | undefined; readonly limit: number },
	): Promise<readonly StoredFolder[]>;
}
