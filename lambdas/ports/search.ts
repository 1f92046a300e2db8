import type { SearchPart } from '#contract/search-words';
import type { StoredEntry } from '../domain/entry.ts';
import type { SearchType } from '../domain/search-type.ts';

/** A stretch of a walk through the entries that may match. */
export interface Stretch {
	/** Mostly newest first. Some may be gone, or not match, or come twice: the name decides. */
	readonly ids: readonly string[];
	/** Where the walk goes on; undefined where it has ended. */
	readonly reached: string | undefined;
}

export interface Walk {
	/** All of them in the entry's own name. */
	readonly parts: readonly SearchPart[];
	/** `beginnings`: entries whose names have each part at the beginning of a word, if the index tells, and some others; `anywhere`: every match. */
	readonly at: 'beginnings' | 'anywhere';
	readonly type: SearchType | undefined;
	/** Ids in one stretch at most. */
	readonly atOnce: number;
	/** Entries that have one of the pieces and are passed in one stretch at most. */
	readonly passed: number;
	/** Behind this place, as a stretch told it; absent: from the first on. Any text is a place. */
	readonly after?: string | undefined;
}

type Kind = StoredEntry['kind'];

export interface Beginning {
	readonly kinds: readonly Kind[];
	/** Folded. */
	readonly text: string;
	/** Of each kind. */
	readonly limit: number;
}

export interface SearchRepository {
	/** For one search: what it learns of the index it does not ask twice. */
	of(ownerId: string): NameIndex;
}

/** Names of one person. */
export interface NameIndex {
	/** Ids of up to `limit` entries of each kind whose folded names begin with `text`, wherever they lie; whole names first. One query. */
	beginningWith(beginning: Beginning): Promise<Readonly<Record<Kind, readonly string[]>>>;
	/**
	 * Misses no match, wherever it lies. Each stretch reads a bounded number of rows; empty ones are common. What an earlier walk
	 * for the same parts has passed is not read again: its entries come once more.
	 */
	candidates(walk: Walk): AsyncIterable<Stretch>;
}
