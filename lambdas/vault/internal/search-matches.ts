import { foldText } from '#contract/folding';
import type { SearchSort } from '#contract/search';
import { containsWords, hasPart, type SearchWords } from '#contract/search-words';
import type { StoredEntry } from '../../domain/entry.ts';
import { isWithin, passesFilter, type SearchFilter } from '../../domain/search-filter.ts';
import { inSearchOrder } from '../../domain/search-order.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Catalog } from '../../ports/catalog.ts';
import { locateEntries, type VisibleEntry } from '../../visibility/visible-entries.ts';

/** Entries whose names are read at once: mostly each of them matches. */
const READ_AT_ONCE = { least: 50, most: 200 } as const;

interface SearchedFor {
	readonly words: SearchWords;
	readonly filter: SearchFilter;
	readonly sort: SearchSort;
	readonly collator: Intl.Collator | undefined;
}

interface Look {
	/** It ends where so many have matched. */
	readonly enough: number;
	/** One part in the name is enough where the folders above have the others. */
	readonly overPath: boolean;
}

/** What matches among the candidates looked at so far, once each, and lies outside of the trash. */
export class SearchMatches {
	readonly #catalog: Catalog;
	readonly #vault: Vault;
	readonly #searchedFor: SearchedFor;
	readonly #seen = new Set<string>();
	readonly #found = new Map<string, VisibleEntry>();

	constructor(catalog: Catalog, vault: Vault, searchedFor: SearchedFor) {
		this.#catalog = catalog;
		this.#vault = vault;
		this.#searchedFor = searchedFor;
	}

	get count(): number {
		return this.#found.size;
	}

	/** Matches whose folded names begin with `text`. */
	countBeginning(text: string): number {
		const found = [...this.#found.values()];
		return found.filter(({ entry }) => foldText(entry.name).startsWith(text)).length;
	}

	/** Looks at candidates in order. Answers how many were new, and matched. */
	async look(ids: readonly string[], { enough, overPath }: Look): Promise<number> {
		const before = this.count;
		const unseen = overPath ? ids : ids.filter((id) => !this.#seen.has(id));
		for (let i = 0; i < unseen.length && this.count - before < enough;) {
			const missing = enough - (this.count - before);
			const end = i + Math.min(Math.max(missing, READ_AT_ONCE.least), READ_AT_ONCE.most);
			await this.#take(unseen.slice(i, end), overPath);
			i = end;
		}
		return this.count - before;
	}

	/** In the order that was asked for. */
	first(limit: number): readonly VisibleEntry[] {
		return inSearchOrder([...this.#found.values()], this.#searchedFor).slice(0, limit);
	}

	async #take(ids: readonly string[], overPath: boolean): Promise<void> {
		const { words, filter } = this.#searchedFor;
		const { ownerId } = this.#vault;
		for (const id of ids) this.#seen.add(id);
		const missing = ids.filter((id) => !this.#found.has(id));
		const entries = [...(await this.#catalog.entries.getMany(ownerId, missing)).values()].filter(
			(entry) =>
				entry.parentId !== ownerId &&
				passesFilter(entry, filter) &&
				hasSome(entry, words, overPath),
		);
		const visible = await locateEntries(this.#catalog.tree, this.#vault, entries);
		for (const [id, match] of visible) {
			const fits = match.place === 'vault' && isWithin(match.parentPath, filter);
			if (fits && (!overPath || hasAllOverPath(match, words))) this.#found.set(id, match);
		}
	}
}

function hasSome(entry: StoredEntry, words: SearchWords, overPath: boolean): boolean {
	const folded = foldText(entry.name);
	return overPath
		? words.parts.some((part) => hasPart(folded, part))
		: containsWords(folded, words);
}

/** The top folder has a name that no one gave it. */
function hasAllOverPath({ entry, parentPath }: VisibleEntry, words: SearchWords): boolean {
	const names = [entry.name, ...parentPath.slice(1).map(({ name }) => name)].map(foldText);
	return words.parts.every((part) => names.some((name) => hasPart(name, part)));
}
