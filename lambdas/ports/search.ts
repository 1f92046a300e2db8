import type { SearchWords } from '../domain/search-words.ts';

/** A stretch of a walk through the entries that may match. */
export interface Stretch {
	/** Newest first. Some may be gone, or not match: the name decides. */
	readonly ids: readonly string[];
	/** The walk goes on below this id; undefined where it has ended. */
	readonly reached: string | undefined;
}

export interface Walk {
	/** `beginnings`: every entry whose name has each part at the beginning of a word, and some others; `anywhere`: every match. */
	readonly of: 'beginnings' | 'anywhere';
	/** Below this id; absent: from the newest on. */
	readonly before?: string;
}

export interface SearchRepository {
	/** Ids of up to `limit` entries whose folded names begin with `text`, wherever they lie; whole names first. */
	beginningWith(ownerId: string, text: string, limit: number): Promise<readonly string[]>;
	/** Misses no match, wherever it lies. Each stretch reads a bounded number of rows; empty ones are common. */
	candidates(ownerId: string, words: SearchWords, walk: Walk): AsyncIterable<Stretch>;
}
