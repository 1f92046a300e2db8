import type { RequestOf, ResponseOf } from '#contract/endpoint';
import type { Entry, Path } from '#contract/entries';
import { SEARCH_RESULTS_MAX } from '#contract/limits';
import { searchEntries } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { TOP_FOLDER_NAME } from '../current-folder.svelte';
import { EntryList } from './entry-list.svelte';
import { Selection } from './selection.svelte';

export type SearchType = NonNullable<RequestOf<typeof searchEntries>['type']>;

/** The answer to one question; another question is another search. */
export class Search {
	readonly list: EntryList;
	readonly selection: Selection;
	readonly #paths = new Map<string, Path>();

	constructor(call: Call, query: string, type: SearchType | undefined) {
		const request = { query, type };
		this.list = new EntryList(async (cursor, signal) => {
			if (cursor === undefined) this.#paths.clear();
			const found: Entry[] = [];
			let nextCursor: string | null = cursor ?? null;
			// An answer may be empty and say where to go on: then something may still be found.
			do {
				const answer: ResponseOf<typeof searchEntries> = await call(
					searchEntries,
					{ ...request, ...(nextCursor !== null && { cursor: nextCursor }) },
					{ signal },
				);
				for (const { entry, path } of answer.results) {
					if (this.#paths.size === SEARCH_RESULTS_MAX) break;
					if (!this.#paths.has(entry.id)) found.push(entry);
					this.#paths.set(entry.id, path);
				}
				nextCursor = this.#paths.size < SEARCH_RESULTS_MAX ? answer.nextCursor : null;
			} while (found.length === 0 && nextCursor !== null);
			return { entries: found, nextCursor };
		});
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}

	/** `Files / Reports / 2024`: the folder a result lies in. */
	placeOf(entry: Entry): string {
		const steps = this.#paths.get(entry.id) ?? [];
		return [TOP_FOLDER_NAME, ...steps.slice(1).map((step) => step.name)].join(' / ');
	}
}
