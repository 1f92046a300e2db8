import type { RequestOf } from '#contract/endpoint';
import type { Entry, Path } from '#contract/entries';
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
	#paths: ReadonlyMap<string, Path> = new Map();

	constructor(call: Call, query: string, type: SearchType | undefined) {
		const request = { query, type };
		this.list = new EntryList(async (_cursor, signal) => {
			const { results } = await call(searchEntries, request, { signal });
			this.#paths = new Map(results.map(({ entry, path }) => [entry.id, path]));
			return { entries: results.map(({ entry }) => entry), nextCursor: null };
		});
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}

	/** `Files / Reports / 2024`: the folder a result lies in. */
	placeOf(entry: Entry): string {
		const steps = this.#paths.get(entry.id) ?? [];
		return [TOP_FOLDER_NAME, ...steps.slice(1).map((step) => step.name)].join(' / ');
	}
}
