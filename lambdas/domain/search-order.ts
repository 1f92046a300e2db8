import { isByName } from '#contract/collation';
import { foldText, naturalText } from '#contract/folding';
import type { SearchSort } from '#contract/search';
import type { SearchWords } from '#contract/search-words';
import type { StoredEntry } from './entry.ts';
import { rankOf } from './search-rank.ts';

interface SearchOrder {
	readonly sort: SearchSort;
	readonly words: SearchWords;
	/** By which names are ordered; undefined in the vault's order. */
	readonly collator: Intl.Collator | undefined;
}

/** Of what is as good or the same the newest first; in any order but `best` folders before files. */
export function inSearchOrder<Match extends { readonly entry: StoredEntry }>(
	matches: readonly Match[],
	{ sort, words, collator }: SearchOrder,
): readonly Match[] {
	const direction = sort.startsWith('-') ? -1 : 1;
	const own = isByName(sort) ? collator : undefined;
	return matches
		.map((match) => ({ match, key: keyOf(match.entry, sort, words) }))
		.sort(
			(a, b) =>
				(sort === 'best' ? 0 : groupOf(a.match) - groupOf(b.match)) ||
				direction *
					(own?.compare(a.match.entry.name, b.match.entry.name) ?? compare(a.key, b.key)) ||
				compare(b.match.entry.id, a.match.entry.id),
		)
		.map(({ match }) => match);
}

function groupOf({ entry }: { readonly entry: StoredEntry }): number {
	return entry.kind === 'folder' ? 0 : 1;
}

function keyOf(entry: StoredEntry, sort: SearchSort, words: SearchWords): number | string {
	switch (sort) {
		case 'best':
			return rankOf(entry.kind, foldText(entry.name), words);
		case 'name':
		case '-name':
			return naturalText(entry.name);
		case 'changed':
		case '-changed':
			return entry.updatedAt.getTime();
		case 'size':
		case '-size':
			return entry.kind === 'file' ? entry.sizeBytes : 0;
	}
}

function compare<T extends number | string>(a: T, b: T): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
