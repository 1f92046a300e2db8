import type { Path } from '#contract/entries';
import type { StoredEntry } from './entry.ts';
import { isOfType, type SearchType } from './search-type.ts';

/** Which of the matches are meant; what is undefined leaves none out. */
export interface SearchFilter {
	readonly type: SearchType | undefined;
	readonly folderId: string | undefined;
	readonly changedFrom: Date | undefined;
	readonly changedBefore: Date | undefined;
	/** In bytes. A folder has no size of its own: where one is asked for there are none. */
	readonly sizeFrom: number | undefined;
	readonly sizeBelow: number | undefined;
}

export function passesFilter(entry: StoredEntry, filter: SearchFilter): boolean {
	const { type, changedFrom, changedBefore } = filter;
	if (!isOfType(entry, type) || !hasSize(entry, filter)) return false;
	if (changedFrom !== undefined && entry.updatedAt < changedFrom) return false;
	return changedBefore === undefined || entry.updatedAt < changedBefore;
}

/** `path` leads to the folder the entry lies in. */
export function isWithin(path: Path, { folderId }: SearchFilter): boolean {
	return folderId === undefined || path.some(({ id }) => id === folderId);
}

function hasSize(entry: StoredEntry, { sizeFrom, sizeBelow }: SearchFilter): boolean {
	if (sizeFrom === undefined && sizeBelow === undefined) return true;
	if (entry.kind === 'folder') return false;
	return entry.sizeBytes >= (sizeFrom ?? 0) && entry.sizeBytes < (sizeBelow ?? Infinity);
}
