import type { Entry } from '#contract/entries';
import { ApiError } from '$lib/errors/api-error';
import { mergeInOrder, type Compare } from './entry-order';

interface EntryPage {
	readonly entries: readonly Entry[];
	readonly nextCursor: string | null;
	/** In which the pages of its list are; absent where it is always that of the list. */
	readonly order?: Compare | undefined;
}

/** Of a list: where reading begins. */
export type End = 'start' | 'end';

/** Reads the page behind `cursor`, or the first one; from the end of the list these are the ones before it, in the order of the list. */
export type ReadPage = (
	cursor: string | undefined,
	signal: AbortSignal,
	from: End,
) => Promise<EntryPage>;

/** What a change makes of a list; applied again whenever the list below it changes. */
export type Change = (entries: readonly Entry[]) => readonly Entry[];

/** Pages that are read at once to reach an end: 5,000 entries, as far as a person would wait. */
const REACH_PAGES_MAX = 25;

/** A refresh reads at most this many entries again: further down the list changes only by what we are told. */
const REFRESH_MAX = 1000;

/**
 * A list that comes in pages, with changes shown before the server has confirmed them. What was loaded
 * and what is still pending are kept apart, so that taking a change back is forgetting it. What is loaded has no gaps and begins at one
 * end of the list: at its start, or after `reach('end')` at its end.
 */
export class EntryList {
	readonly #readPage: ReadPage;
	readonly #belongs: (entry: Entry) => boolean;
	readonly #bothEnds: boolean;
	/** Of what is loaded. */
	#order: Compare | undefined;
	#from = $state.raw<End>('start');
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
		this.#pending.reduce((list, change) => change(list), this.#loaded),
	);

	/**
	 * Without an order, here or of its pages, an entry the list does not show yet waits for the next refresh; without `bothEnds` it is only read
	 * from its start.
	 */
	constructor(
		readPage: ReadPage,
		{
			order,
			belongs = () => true,
			bothEnds = false,
		}: {
			readonly order?: Compare;
			readonly belongs?: (entry: Entry) => boolean;
			readonly bothEnds?: boolean;
		} = {},
	) {
		this.#readPage = readPage;
		this.#order = order;
		this.#belongs = belongs;
		this.#bothEnds = bothEnds;
	}

	/** The end of the list at which what is loaded begins; pages are missing at the other, unless it is complete. */
	get from(): End {
		return this.#from;
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

	/** Where the next page begins, seen from the end it is read from; null where the list is complete. */
	get nextCursor(): string | null {
		return this.#nextCursor;
	}

	/** The next page did not come; `loadMore` tries again. */
	get moreFailed(): boolean {
		return this.#moreFailed;
	}

	/** Reads again what is loaded. The newest call wins: an older one still under way is given up. */
	async refresh(): Promise<void> {
		await this.#refresh(this.#from);
	}

	async #refresh(from: End): Promise<void> {
		this.#reading.abort();
		const reading = new AbortController();
		this.#reading = reading;
		if (this.#phase === 'failed') this.#phase = 'loading';
		try {
			await this.#readFirst(reading.signal, from);
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

	/** Empties the list and reads it anew from its start, as for another order. */
	async reload(): Promise<void> {
		this.#from = 'start';
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

	/**
	 * Reads until this end of the list is loaded, or as far as a person would wait. Where gaps are allowed, its page takes the place of what
	 * is loaded, in one call, and the pages between come with `loadMore`.
	 */
	async reach(end: End, { gapless }: { readonly gapless: boolean }): Promise<void> {
		if (this.complete || end === this.#from) return;
		if (gapless || !this.#bothEnds) return this.loadRest(REACH_PAGES_MAX);
		await this.#refresh(end);
		this.#moreFailed = this.#from !== end;
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
			const order = this.#order;
			if (!order) return arrivals.reduce((list, entry) => replacing(entry)(list), staying);
			return mergeInOrder(staying, arrivals, { order, open: this.#openSide });
		};
	}

	/** Where pages are missing. */
	get #openSide(): End | undefined {
		if (this.complete) return undefined;
		return this.#from === 'start' ? 'end' : 'start';
	}

	async #readMore(): Promise<void> {
		const cursor = this.#nextCursor;
		if (cursor === null) return;
		const { signal } = this.#reading;
		const from = this.#from;
		try {
			const { answer, catchUp } = await this.#read(() => this.#readPage(cursor, signal, from));
			if (signal.aborted) return;
			// The list has been read in another order meanwhile.
			if (this.#isReordered(answer)) {
				await this.#readMore();
				return;
			}
			this.#nextCursor = answer.nextCursor;
			this.#loaded = catchUp(join(this.#loaded, answer.entries, from));
			this.#moreFailed = false;
		} catch (error) {
			this.#moreFailed = !signal.aborted;
			// Its order has ended, as the folder has grown: what is tried again goes on in another.
			if (error instanceof ApiError && error.code === 'bad_cursor') await this.#refresh(from);
		}
	}

	#isReordered({ order }: EntryPage): boolean {
		return order !== undefined && order !== this.#order;
	}

	/** What `from` begins with, as far as it was loaded, and the first page at least. */
	async #readFirst(signal: AbortSignal, from: End): Promise<void> {
		const turned = from !== this.#from;
		const wanted = turned ? 0 : Math.min(this.#loaded.length, REFRESH_MAX);
		const { answer: first, catchUp } = await this.#read(async () => {
			const { order, ...first } = await this.#readPage(undefined, signal, from);
			let { entries, nextCursor } = first;
			while (nextCursor !== null && entries.length < wanted) {
				const page = await this.#readPage(nextCursor, signal, from);
				entries = join(entries, page.entries, from);
				nextCursor = page.nextCursor;
			}
			return { entries, nextCursor, order };
		});
		signal.throwIfAborted();
		const isAnew = turned || first.nextCursor === null || this.#isReordered(first);
		const rest = isAnew ? [] : this.#restBehind(first.entries);
		if (rest.length === 0) this.#nextCursor = first.nextCursor;
		this.#order = first.order ?? this.#order;
		this.#from = from;
		this.#loaded = catchUp(join(first.entries, rest, from));
	}

	/** What was loaded further on than `first` reaches. */
	#restBehind(first: readonly Entry[]): readonly Entry[] {
		const ids = new Set(first.map((entry) => entry.id));
		const read = inReading(this.#loaded, this.#from);
		const seam = read.findLastIndex((entry) => ids.has(entry.id));
		return seam < 0 ? [] : inReading(read.slice(seam + 1), this.#from);
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

/** A page may bring an entry that has moved since it was loaded: it stays where it was seen last. */
function join(entries: readonly Entry[], page: readonly Entry[], from: End): readonly Entry[] {
	if (page.length === 0) return entries;
	const ids = new Set(page.map((entry) => entry.id));
	const others = entries.filter((entry) => !ids.has(entry.id));
	return from === 'start' ? [...others, ...page] : [...page, ...others];
}

/** From the order of the list to that of reading, and back. */
function inReading(entries: readonly Entry[], from: End): readonly Entry[] {
	return from === 'start' ? entries : entries.toReversed();
}

export function without(ids: Iterable<string>): Change {
	const gone = new Set(ids);
	return (entries) => entries.filter((entry) => !gone.has(entry.id));
}

function replacing(replacement: Entry): Change {
	return (entries) => entries.map((entry) => (entry.id === replacement.id ? replacement : entry));
}
