import type { Entry } from '#contract/entries';
import { ApiError } from '$lib/errors/api-error';
import { mergeInOrder, type Compare } from './entry-order';

interface EntryPage {
	readonly entries: readonly Entry[];
	readonly nextCursor: string | null;
}

/** Reads the page after `cursor`, or the first one. */
export type ReadPage = (cursor: string | undefined, signal: AbortSignal) => Promise<EntryPage>;

/** What a change makes of a list; applied again whenever the list below it changes. */
export type Change = (entries: readonly Entry[]) => readonly Entry[];

/** A refresh reads at most this many entries again: further down the list changes only by what we are told. */
const REFRESH_MAX = 1000;

/**
 * A list that comes in pages, with changes shown before the server has confirmed them. What was loaded
 * and what is still pending are kept apart, so that taking a change back is forgetting it.
 */
export class EntryList {
	readonly #readPage: ReadPage;
	readonly #order: () => Compare | undefined;
	readonly #belongs: (entry: Entry) => boolean;
	#loaded = $state.raw<readonly Entry[]>([]);
	#pending = $state.raw<readonly Change[]>([]);
	#nextCursor = $state.raw<string | null>(null);
	#phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
	#failure = $state.raw<unknown>();
	#moreFailed = $state.raw(false);
	#reading = new AbortController();
	#readingMore: Promise<void> | undefined;
	#readsUnderWay = 0;
	/** Changes confirmed since the oldest read under way began: its answer may not know them yet. */
	#confirmed: Change[] = [];

	readonly entries: readonly Entry[] = $derived(
		this.#pending.reduce((entries, change) => change(entries), this.#loaded),
	);

	/** Without `order` an entry the list does not show yet waits for the next refresh. */
	constructor(
		readPage: ReadPage,
		{
			order = () => undefined,
			belongs = () => true,
		}: {
			readonly order?: () => Compare | undefined;
			readonly belongs?: (entry: Entry) => boolean;
		} = {},
	) {
		this.#readPage = readPage;
		this.#order = order;
		this.#belongs = belongs;
	}

	/** `failed` where there is nothing to show: a refresh that fails for the moment keeps the old list. */
	get phase(): 'loading' | 'ready' | 'failed' {
		return this.#phase;
	}

	get failure(): unknown {
		return this.#failure;
	}

	get complete(): boolean {
		return this.#nextCursor === null;
	}

	/** Where the next page begins; null where the list is complete. */
	get nextCursor(): string | null {
		return this.#nextCursor;
	}

	/** The next page did not come; `loadMore` tries again. */
	get moreFailed(): boolean {
		return this.#moreFailed;
	}

	/** Reads the list again from its top. The newest call wins: an older one still under way is given up. */
	async refresh(): Promise<void> {
		this.#reading.abort();
		const reading = new AbortController();
		this.#reading = reading;
		if (this.#phase === 'failed') this.#phase = 'loading';
		try {
			await this.#readTop(reading.signal);
			this.#phase = 'ready';
		} catch (error) {
			if (reading.signal.aborted) return;
			// A list that cannot be read just now is better than none; one that is gone must not stay.
			if (this.#phase === 'ready' && !(error instanceof ApiError && !error.transient)) return;
			this.#loaded = [];
			this.#failure = error;
			this.#phase = 'failed';
		}
	}

	/** Empties the list and reads it anew, as for another order. */
	async reload(): Promise<void> {
		this.#loaded = [];
		this.#nextCursor = null;
		this.#phase = 'loading';
		await this.refresh();
	}

	/** Reads the next page, if there is one. Calls at the same time share one reading. */
	loadMore(): Promise<void> {
		this.#readingMore ??= this.#readMore().finally(() => (this.#readingMore = undefined));
		return this.#readingMore;
	}

	/** Reads every page that is left, or so many of them, or as far as they come. */
	async loadRest(pagesMax = Infinity): Promise<void> {
		let pages = 0;
		do await this.loadMore();
		while (++pages < pagesMax && this.#nextCursor !== null && !this.#moreFailed);
	}

	/** Changes what is loaded, without asking the vault: it has said so already. */
	accept(change: Change): void {
		if (this.#readsUnderWay > 0) this.#confirmed.push(change);
		this.#loaded = change(this.#loaded);
	}

	/**
	 * Shows `change` at once, sends `request`, and then keeps the change as `settle` makes it of the
	 * answer. Where the request fails the change is gone again and the error is thrown.
	 */
	async attempt<Result>(
		change: Change,
		request: () => Promise<Result>,
		settle: (answer: Result) => Change = () => change,
	): Promise<Result> {
		this.#pending = [...this.#pending, change];
		try {
			const answer = await request();
			this.accept(settle(answer));
			return answer;
		} finally {
			this.#pending = this.#pending.filter((other) => other !== change);
		}
	}

	/** Shows entries as they are now: where the order wants them, or nowhere if they have left this list. */
	placing(current: readonly Entry[]): Change {
		const leftIds = current.filter((entry) => !this.#belongs(entry)).map((entry) => entry.id);
		const arrivals = current.filter((entry) => this.#belongs(entry));
		return (entries) => {
			const staying = without(leftIds)(entries);
			const order = this.#order();
			if (!order) return arrivals.reduce((list, entry) => replacing(entry)(list), staying);
			return mergeInOrder(staying, arrivals, { order, complete: this.complete });
		};
	}

	async #readMore(): Promise<void> {
		const cursor = this.#nextCursor;
		if (cursor === null) return;
		const { signal } = this.#reading;
		try {
			const { answer, catchUp } = await this.#read(() => this.#readPage(cursor, signal));
			if (signal.aborted) return;
			this.#nextCursor = answer.nextCursor;
			this.#loaded = catchUp(append(this.#loaded, answer.entries));
			this.#moreFailed = false;
		} catch {
			this.#moreFailed = !signal.aborted;
		}
	}

	async #readTop(signal: AbortSignal): Promise<void> {
		const wanted = Math.min(this.#loaded.length, REFRESH_MAX);
		const { answer: top, catchUp } = await this.#read(async () => {
			let { entries, nextCursor } = await this.#readPage(undefined, signal);
			while (nextCursor !== null && entries.length < wanted) {
				const page = await this.#readPage(nextCursor, signal);
				entries = append(entries, page.entries);
				nextCursor = page.nextCursor;
			}
			return { entries, nextCursor };
		});
		signal.throwIfAborted();
		const tail = top.nextCursor === null ? [] : this.#tailBelow(top.entries);
		if (tail.length === 0) this.#nextCursor = top.nextCursor;
		this.#loaded = catchUp(append(top.entries, tail));
	}

	/** What was loaded further down than `top` reaches. */
	#tailBelow(top: readonly Entry[]): readonly Entry[] {
		const topIds = new Set(top.map((entry) => entry.id));
		const seam = this.#loaded.findLastIndex((entry) => topIds.has(entry.id));
		return seam < 0 ? [] : this.#loaded.slice(seam + 1);
	}

	/** Reads, and tells how to bring the answer up to date with what was confirmed meanwhile. */
	async #read<Result>(
		read: () => Promise<Result>,
	): Promise<{ readonly answer: Result; readonly catchUp: Change }> {
		const before = this.#confirmed.length;
		this.#readsUnderWay++;
		try {
			const answer = await read();
			const missed = this.#confirmed.slice(before);
			const catchUp: Change = (entries) => missed.reduce((list, change) => change(list), entries);
			return { answer, catchUp };
		} finally {
			if (--this.#readsUnderWay === 0) this.#confirmed = [];
		}
	}
}

/** A page may bring an entry that moved down since it was loaded: it stays where it was seen last. */
function append(entries: readonly Entry[], page: readonly Entry[]): readonly Entry[] {
	if (page.length === 0) return entries;
	const ids = new Set(page.map((entry) => entry.id));
	return [...entries.filter((entry) => !ids.has(entry.id)), ...page];
}

export function without(ids: Iterable<string>): Change {
	const gone = new Set(ids);
	return (entries) => entries.filter((entry) => !gone.has(entry.id));
}

function replacing(replacement: Entry): Change {
	return (entries) => entries.map((entry) => (entry.id === replacement.id ? replacement : entry));
}
