import { SEARCH_RESULTS_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import { beginningOf, searchWords } from '../domain/search-words.ts';
import type { SearchRepository, Walk } from '../ports/search.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import type { VaultDeps } from './deps.ts';
import { SearchMatches, type SearchedFor } from './internal/search-matches.ts';

/** Entries looked at whose names begin with the query; in bytes, whole names come first. */
const BEGINNINGS_MAX = 1000;
/** What one walk may read for one answer: stretches of the index, and names. It takes some tenths of a second at worst. */
const STRETCHES_MAX = 8;
const NAMES_MAX = 4000;

/** See [Note: Search]. */
export const searchEntries: UseCase<VaultDeps, typeof contract.searchEntries> = async (
	{ catalog },
	caller,
	{ query, type, cursor },
) => {
	const { ownerId } = caller;
	const list = ['search', ownerId, query, type ?? ''];
	const before = positionOf(list, cursor)?.toString('utf8');
	const vault = await catalog.users.vaultOf(caller);
	const words = searchWords(query);
	if (words === undefined) return { results: [], nextCursor: null };

	const searchedFor = { words, type };
	const matches = new SearchMatches(catalog, vault, searchedFor);
	const walker = { search: catalog.search, matches, ownerId, searchedFor };
	if (before === undefined) {
		const text = beginningOf(words);
		const ids = await catalog.search.beginningWith(ownerId, text, BEGINNINGS_MAX);
		await matches.look(ids, SEARCH_RESULTS_MAX);
		await walk(walker, { of: 'beginnings' });
	}
	const rest: Walk = { of: 'anywhere', ...(before !== undefined && { before }) };
	const reached = matches.count < SEARCH_RESULTS_MAX ? await walk(walker, rest) : undefined;
	const best = matches.best(SEARCH_RESULTS_MAX);
	const found = best.map(({ entry }) => entry);
	const entries = await presentEntries(catalog, ownerId, found);
	return {
		results: entries.map((entry, i) => ({ entry, path: best[i]?.parentPath ?? [] })),
		nextCursor:
			reached === undefined || matches.count >= SEARCH_RESULTS_MAX
				? null
				: cursorOf(list, Buffer.from(reached, 'utf8')),
	};
};

interface Walker {
	readonly search: SearchRepository;
	readonly matches: SearchMatches;
	readonly ownerId: string;
	readonly searchedFor: SearchedFor;
}

/** Walks until there are enough matches, or all, or this answer may read no more. Answers the id below which it goes on. */
async function walk(
	{ search, matches, ownerId, searchedFor: { words } }: Walker,
	way: Walk,
): Promise<string | undefined> {
	let enough = SEARCH_RESULTS_MAX;
	let stretches = 0;
	let names = 0;
	for await (const { ids, reached } of search.candidates(ownerId, words, way)) {
		enough -= await matches.look(ids, enough);
		stretches += 1;
		names += ids.length;
		if (reached === undefined || enough <= 0) return undefined;
		if (stretches === STRETCHES_MAX || names >= NAMES_MAX) return reached;
	}
	return undefined;
}
