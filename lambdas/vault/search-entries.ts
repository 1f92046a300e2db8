import type * as contract from '#contract/vault';
import { foldName } from '../domain/fold-name.ts';
import { rankOf, searchWords } from '../domain/search-words.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry } from '../visibility/present-entry.ts';
import { locateEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

const RESULTS_MAX = 100;
/** Found before the trash is left out and the best are picked. */
const CANDIDATES_MAX = 200;

export const searchEntries: UseCase<VaultDeps, typeof contract.searchEntries> = async (
	{ catalog },
	{ ownerId },
	{ query, type },
) => {
	const vault = await catalog.users.vaultOf(ownerId);
	const words = searchWords(query);
	if (words === undefined) return { results: [] };

	const found = await catalog.search.find(ownerId, words, { type, limit: CANDIDATES_MAX });
	const visible = await locateEntries(catalog.tree, vault, found);
	const best = [...visible.values()]
		.filter(({ entry, place }) => place === 'vault' && entry.parentId !== ownerId)
		.map((result) => ({ ...result, rank: rankOf(foldName(result.entry.name), words) }))
		// Sorting keeps the order among equals: the newest first, as they were found.
		.sort((a, b) => a.rank - b.rank)
		.slice(0, RESULTS_MAX);
	return {
		results: best.map(({ entry, parentPath }) => ({
			entry: presentEntry(entry),
			path: parentPath,
		})),
	};
};
