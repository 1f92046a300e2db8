import type { StoredEntry } from '../domain/entry.ts';
import type { SearchType } from '../domain/search-type.ts';
import type { SearchWords } from '../domain/search-words.ts';

export interface SearchRepository {
	/**
	 * Up to `limit` entries whose names contain the words, newest first, wherever they lie. Of words whose every piece
	 * is in thousands of names, only the newest of these are looked at.
	 */
	find(
		ownerId: string,
		words: SearchWords,
		options: { readonly type: SearchType | undefined; readonly limit: number },
	): Promise<readonly StoredEntry[]>;
}
