import type { ResponseOf } from '#contract/endpoint';
import type { Entry, Path } from '#contract/entries';
import { SEARCH_RESULTS_MAX } from '#contract/limits';
import { searchEntries } from '#contract/search';
import { searchWords } from '#contract/search-words';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { formatNumber } from '$lib/format/number';
import { plural } from '$lib/format/plural';
import { pathWords } from '../entry/path-words';
import { EntryList } from './entry-list.svelte';
import { hitPieces, type HitPiece } from './hit-pieces';
import { requestOf, type SearchQuestion } from './search-question';
import { Selection } from './selection.svelte';

/** The answer to one question; another question is another search. */
export class Search {
	readonly question: SearchQuestion;
	readonly list: EntryList;
	readonly selection: Selection;
	readonly #call: Call;
	readonly #paths = new Map<string, Path>();
	#counted = $state.raw({ count: 0, more: false });
	#folderName = $state.raw<string>();

	constructor(call: Call, question: SearchQuestion) {
		this.question = question;
		this.#call = call;
		this.list = new EntryList((cursor, signal) => this.#readPage(cursor, signal));
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}

	/** `12 results`, or how many there are at least; undefined until it is known. */
	get countWords(): string | undefined {
		const { count, more } = this.#counted;
		const shown = this.list.entries.length;
		if (!this.list.complete || shown === 0) return undefined;
		if (shown < SEARCH_RESULTS_MAX) return plural(shown, 'result');
		const results = plural(count, 'result');
		const words = more ? `More than ${results}` : results;
		return count > shown || more ? `${words}, the first ${formatNumber(shown)} are shown` : words;
	}

	/** The name of the folder the search was begun in; undefined until it is known, or where there is none. */
	get folderName(): string | undefined {
		return this.#folderName;
	}

	/** The way to the folder a result lies in; undefined where it has moved since. */
	pathOf(entry: Entry): Path | undefined {
		const path = this.#paths.get(entry.id);
		return path?.at(-1)?.id === entry.parentId ? path : undefined;
	}

	/** Names the results that have been moved since they were found, each as it is now: where they lie is to be asked anew. */
	get moved(): string {
		return this.list.entries
			.filter((entry) => this.#paths.has(entry.id) && this.pathOf(entry) === undefined)
			.map(({ id, rev }) => `${id} ${String(rev)}`)
			.join();
	}

	/** `Files / Reports / 2024`: the folder a result lies in. */
	placeOf(entry: Entry): string {
		const steps = this.pathOf(entry);
		return steps === undefined ? '' : pathWords(steps);
	}

	/** The name, cut where it has what was searched for. */
	piecesOf(entry: Entry): readonly HitPiece[] {
		return hitPieces(entry.name, searchWords(this.question.query));
	}

	/** Asks for the name of the folder the search was begun in. Without an answer it has none. */
	async nameFolder(): Promise<void> {
		const { from } = this.question;
		if (from === undefined) return;
		const answer = await this.#call(getEntry, { entryId: from, limit: '1' }).catch(() => undefined);
		this.#folderName = answer?.entry.name;
	}

	async #readPage(cursor: string | undefined, signal: AbortSignal) {
		if (cursor === undefined) this.#paths.clear();
		const request = requestOf(this.question, new Date());
		const found: Entry[] = [];
		let nextCursor: string | null = cursor ?? null;
		// An answer may be empty and say where to go on: then something may still be found.
		do {
			const answer: ResponseOf<typeof searchEntries> = await this.#call(
				searchEntries,
				{ ...request, ...(nextCursor !== null && { cursor: nextCursor }) },
				{ signal },
			);
			for (const { entry, path } of answer.results) {
				if (this.#paths.size === SEARCH_RESULTS_MAX) break;
				if (!this.#paths.has(entry.id)) found.push(entry);
				this.#paths.set(entry.id, path);
			}
			const full = this.#paths.size === SEARCH_RESULTS_MAX;
			this.#counted = {
				count: Math.max(answer.count, this.#paths.size),
				more: answer.more || (full && answer.nextCursor !== null),
			};
			nextCursor = full ? null : answer.nextCursor;
		} while (found.length === 0 && nextCursor !== null);
		return { entries: found, nextCursor };
	}
}
