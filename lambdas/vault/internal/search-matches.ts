import { foldName } from '../../domain/fold-name.ts';
import { isOfType, type SearchType } from '../../domain/search-type.ts';
import { containsWords, rankOf, type SearchWords } from '../../domain/search-words.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Catalog } from '../../ports/catalog.ts';
import { locateEntries, type VisibleEntry } from '../../visibility/visible-entries.ts';

/** Entries whose names are read at once. */
const READ_AT_ONCE = 200;

export interface SearchedFor {
	readonly words: SearchWords;
	readonly type: SearchType | undefined;
}

/** What matches among the candidates looked at so far, once each, and lies outside of the trash. */
export class SearchMatches {
	readonly #catalog: Catalog;
	readonly #vault: Vault;
	readonly #searchedFor: SearchedFor;
	readonly #found = new Map<string, VisibleEntry>();

	constructor(catalog: Catalog, vault: Vault, searchedFor: SearchedFor) {
		this.#catalog = catalog;
		this.#vault = vault;
		this.#searchedFor = searchedFor;
	}

	get count(): number {
		return this.#found.size;
	}

	/** Looks at candidates in order until `enough` of them match. Answers how many did. */
	async look(ids: readonly string[], enough: number): Promise<number> {
		let matched = 0;
		for (let i = 0; i < ids.length && matched < enough; i += READ_AT_ONCE) {
			matched += await this.#take(ids.slice(i, i + READ_AT_ONCE));
		}
		return matched;
	}

	/** The best first, and among equals the newest. */
	best(limit: number): readonly VisibleEntry[] {
		const { words } = this.#searchedFor;
		return [...this.#found.values()]
			.map((match) => ({ match, rank: rankOf(foldName(match.entry.name), words) }))
			.sort((a, b) => a.rank - b.rank || (a.match.entry.id < b.match.entry.id ? 1 : -1))
			.slice(0, limit)
			.map(({ match }) => match);
	}

	async #take(ids: readonly string[]): Promise<number> {
		const { words, type } = this.#searchedFor;
		const { ownerId } = this.#vault;
		const entries = [...(await this.#catalog.entries.getMany(ownerId, ids)).values()].filter(
			(entry) =>
				entry.parentId !== ownerId &&
				isOfType(entry, type) &&
				containsWords(foldName(entry.name), words),
		);
		const visible = await locateEntries(this.#catalog.tree, this.#vault, entries);
		let matched = 0;
		for (const [id, match] of visible) {
			if (match.place !== 'vault') continue;
			this.#found.set(id, match);
			matched += 1;
		}
		return matched;
	}
}
