import type { Entry, File } from '#contract/entries';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';
import type { EntryList } from '$lib/vault/list/entry-list.svelte';

export interface Position {
	readonly number: number;
	readonly count: number;
	/** False while the list has further pages. */
	readonly isWhole: boolean;
}

/** The file the address names: from the list on the screen, or asked for where the list does not hold it. */
export class ViewedFile {
	readonly #call: Call;
	readonly #list: EntryList;
	readonly #id: () => string | null;
	#fetched = $state.raw<Entry>();
	#missingId = $state.raw<string>();

	readonly #files: readonly File[] = $derived.by(() =>
		this.#list.entries.filter((entry) => entry.kind === 'file'),
	);
	readonly #index: number = $derived.by(() => {
		const id = this.#id();
		return this.#files.findIndex((file) => file.id === id);
	});

	constructor(call: Call, list: EntryList, id: () => string | null) {
		this.#call = call;
		this.#list = list;
		this.#id = id;
	}

	get current(): File | undefined {
		const listed = this.#files[this.#index];
		if (listed) return listed;
		const fetched = this.#fetched;
		return fetched?.kind === 'file' && fetched.id === this.#id() ? fetched : undefined;
	}

	/** True where the vault has no file of this id: it is gone, or never was this person's. */
	get missing(): boolean {
		return this.#missingId !== undefined && this.#missingId === this.#id();
	}

	get previous(): File | undefined {
		return this.#index < 0 ? undefined : this.#files[this.#index - 1];
	}

	get next(): File | undefined {
		return this.#index < 0 ? undefined : this.#files[this.#index + 1];
	}

	/** Where it stands in its list, from 1 on; undefined where the list does not hold it, or does not begin at its start. */
	get position(): Position | undefined {
		if (this.#index < 0 || this.#list.cursorAt('start') !== null) return undefined;
		const { length } = this.#files;
		return { number: this.#index + 1, count: length, isWhole: this.#list.complete };
	}

	/** At most `reach` files on either side, and itself. */
	beside(reach: number): readonly File[] {
		if (this.#index < 0) return [];
		return this.#files.slice(Math.max(0, this.#index - reach), this.#index + reach + 1);
	}

	/** Asks for a file that the list does not hold: a link may name one further down, or in another folder. */
	async fetch(): Promise<void> {
		const id = this.#id();
		if (id === null || this.current) return;
		const answer = await this.#call(getEntry, { entryId: id }).catch(() => undefined);
		if (answer?.entry.kind === 'file') this.#fetched = answer.entry;
		else this.#missingId = id;
	}

	/** Brings more of the list before the last file is reached on a side where it goes on. */
	loadAhead(): void {
		const left = { start: this.#index + 1, end: this.#files.length - this.#index };
		for (const end of ['start', 'end'] as const)
			if (left[end] < 10 && this.#list.cursorAt(end) !== null) void this.#list.loadMore(end);
	}
}
