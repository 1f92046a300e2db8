import type { Entry } from '#contract/entries';
import { PAGE_MAX } from '#contract/limits';
import { ApiError } from '$lib/errors/api-error';
import { mergeInOrder, type Compare } from './entry-order';

interface EntryPage {
	readonly entries: readonly Entry[];
	readonly nextCursor: string | null;
	/** In which the pages of its list are; absent where it is always that of the list. */
	readonly order?: Compare | undefined;
	/** Where the list goes on the other way; absent where a page is never read but from an end. */
	readonly previousCursor?: string | null;
}

/** Of a list: where reading begins. */
export type End = 'start' | 'end';

/** Where a list begins to be read: so many entries from one of its ends. */
interface Beginning {
	readonly from: End;
	readonly skipped: number;
}

/**
 * Reads the page behind `cursor`, or the first one; from the end of the list these are the ones before it, in the order of the list. So many entries
 * are left out before it.
 */
export type ReadPage = (
	cursor: string | undefined,
	signal: AbortSignal,
	from: End,
	skip: number,
) => Promise<EntryPage>;

/** What a change makes of a list; applied again whenever the list below it changes. */
export type Change = (entries: readonly Entry[]) => readonly Entry[];

/** Pages that are read at once to reach an end: 5,000 entries, as far as a person would wait. */
const REACH_PAGES_MAX = 25;

/** A refresh reads at most this many entries again: further down the list changes only by what we are told. */
const REFRESH_MAX = 1000;

/**
 * A list that comes in pages, with changes shown before the server has confirmed them. What was loaded
 * and what is still pending are kept apart, so that taking a change back is forgetting it. What is loaded has no gaps. It begins at the start
 * of the list, after `reach('end')` at its end, and after `goTo` anywhere between.
 */
export class EntryList {
	readonly #readPage: ReadPage;
	readonly #belongs: (entry: Entry) => boolean;
	readonly #bothEnds: boolean;
	/** Of what is loaded. */
	#order: Compare | undefined;
	#from = $state.raw<End>('start');
	#skipped = $state.raw(0);
	#loaded = $state.raw<readonly Entry[]>([]);
	#pending = $state.raw<readonly Change[]>([]);
	#nextCursor = $state.raw<string | null>(null);
	/** Towards `from`. */
	#previousCursor = $state.raw<string | null>(null);
	#phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
	#failure = $state.raw<unknown>();
	#moreFailed = $state.raw(false);
	#reading = new AbortController();
	readonly #readingMore = new Map<End, Promise<void>>();
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

	/** The end of the list from which what is loaded is counted. */
	get from(): End {
		return this.#from;
	}

	/** Entries between that end and what is loaded. */
	get skipped(): number {
		return this.#skipped;
	}

	/** `failed` where there is nothing to show: a refresh that fails for the moment keeps the old list. */
	get phase(): 'loading' | 'ready' | 'failed' {
		return this.#phase;
	}

	get failure(): unknown {
		return this.#failure;
	}

	get complete(): boolean {
		return this.#nextCursor === null && this.#previousCursor === null;
	}

	/** Where the next page begins, seen from the end it is read from; null where there is none. */
	get nextCursor(): string | null {
		return this.#nextCursor;
	}

	/** Where the page begins that is missing at this end of what is loaded; null where none is. */
	cursorAt(end: End): string | null {
		return end === this.#from ? this.#previousCursor : this.#nextCursor;
	}

	/** The next page did not come; `loadMore` tries again. */
	get moreFailed(): boolean {
		return this.#moreFailed;
	}

	/** Reads again what is loaded. The newest call wins: an older one still under way is given up. */
	async refresh(): Promise<void> {
		await this.#refresh({ from: this.#from, skipped: this.#skipped });
	}

	/** Answers false where what is asked for did not come; a newer call does not count as that. */
	async #refresh(beginning: Beginning): Promise<boolean> {
		this.#reading.abort();
		const reading = new AbortController();
		this.#reading = reading;
		if (this.#phase === 'failed') this.#phase = 'loading';
		try {
			await this.#readFirst(reading.signal, beginning);
			this.#phase = 'ready';
			return true;
		} catch (error) {
			if (reading.signal.aborted) return true;
			// A list that cannot be read just now is better than none; one that is gone must not stay.
			if (this.#phase === 'ready' && !(error instanceof ApiError && !error.transient)) return false;
			this.#loaded = [];
			this.#failure = error;
			this.#phase = 'failed';
			return false;
		}
	}

	/** Empties the list and reads it anew from its start, as for another order. */
	async reload(): Promise<void> {
		this.#from = 'start';
		this.#skipped = 0;
		this.#loaded = [];
		this.#nextCursor = null;
		this.#previousCursor = null;
		this.#phase = 'loading';
		await this.refresh();
	}

	/** Reads the page that is next at this end of what is loaded, if there is one. Calls at the same time share one reading. */
	loadMore(at = opposite(this.#from)): Promise<void> {
		const underWay = this.#readingMore.get(at);
		if (underWay !== undefined) return underWay;
		const reading = this.#readMore(at).finally(() => this.#readingMore.delete(at));
		this.#readingMore.set(at, reading);
		return reading;
	}

	/**
	 * Reads until this end of the list is loaded, or as far as a person would wait. Where gaps are allowed, its page takes the place of what
	 * is loaded, in one call, and the pages between come with `loadMore`.
	 */
	async reach(end: End, { gapless }: { readonly gapless: boolean }): Promise<void> {
		if (this.cursorAt(end) === null) return;
		if (gapless || !this.#bothEnds) return this.#loadUpTo(end, REACH_PAGES_MAX);
		this.#moreFailed = !(await this.#refresh({ from: end, skipped: 0 }));
	}

	/** Shows the page that begins at this place of a list of so many entries instead of what is loaded, in one call; what is around it comes with `loadMore`. */
	async goTo(index: number, count: number): Promise<void> {
		const behind = count - index - PAGE_MAX;
		const beginning: Beginning =
			index <= behind
				? { from: 'start', skipped: Math.max(0, index) }
				: { from: 'end', skipped: Math.max(0, behind) };
		this.#moreFailed = !(await this.#refresh(beginning));
	}

	/** Reads every page that is left, or so many of them at either side, or as far as they come. */
	async loadRest(pagesMax = Infinity): Promise<void> {
		await this.#loadUpTo(opposite(this.#from), pagesMax);
		await this.#loadUpTo(this.#from, pagesMax);
	}

	async #loadUpTo(end: End, pagesMax = Infinity): Promise<void> {
		for (let pages = 0; pages < pagesMax && this.cursorAt(end) !== null; pages++) {
			await this.loadMore(end);
			if (this.#moreFailed) return;
		}
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
			return mergeInOrder(staying, arrivals, { order, open: this.#openSides });
		};
	}

	/** Where pages are missing. */
	get #openSides(): readonly End[] {
		return (['start', 'end'] as const).filter((end) => this.cursorAt(end) !== null);
	}

	async #readMore(at: End): Promise<void> {
		const cursor = this.cursorAt(at);
		if (cursor === null) return;
		const { signal } = this.#reading;
		const from = opposite(at);
		try {
			const { answer, catchUp } = await this.#read(() => this.#readPage(cursor, signal, from, 0));
			if (signal.aborted) return;
			// The list has been read in another order meanwhile.
			if (this.#isReordered(answer)) {
				await this.#readMore(at);
				return;
			}
			if (at === this.#from) this.#comeNearer(answer);
			else this.#nextCursor = answer.nextCursor;
			this.#loaded = catchUp(join(this.#loaded, answer.entries, from));
			this.#moreFailed = false;
		} catch (error) {
			this.#moreFailed = !signal.aborted;
			// Its order has ended, as the folder has grown: what is tried again goes on in another.
			if (error instanceof ApiError && error.code === 'bad_cursor') await this.refresh();
		}
	}

	#isReordered({ order }: Pick<EntryPage, 'order'>): boolean {
		return order !== undefined && order !== this.#order;
	}

	/** By a page that lies between what is loaded and the end it is counted from. */
	#comeNearer({ entries, nextCursor }: EntryPage): void {
		this.#previousCursor = nextCursor;
		this.#skipped = nextCursor === null ? 0 : Math.max(1, this.#skipped - entries.length);
	}

	/** What comes behind that beginning, as far as it was loaded, and the first page at least. */
	async #readFirst(signal: AbortSignal, { from, skipped }: Beginning): Promise<void> {
		const turned = from !== this.#from || skipped !== this.#skipped;
		const wanted = turned ? 0 : Math.min(this.#loaded.length, REFRESH_MAX);
		const { answer: first, catchUp } = await this.#read(async () => {
			const { order, ...begun } = await this.#readPage(undefined, signal, from, skipped);
			let { entries, nextCursor } = begun;
			while (nextCursor !== null && entries.length < wanted) {
				const page = await this.#readPage(nextCursor, signal, from, 0);
				entries = join(entries, page.entries, from);
				nextCursor = page.nextCursor;
			}
			return { entries, nextCursor, previousCursor: begun.previousCursor ?? null, order };
		});
		signal.throwIfAborted();
		// The list has become shorter than that.
		if (skipped > 0 && first.entries.length === 0)
			return this.#readFirst(signal, { from: opposite(from), skipped: 0 });
		const isAnew = turned || first.nextCursor === null || this.#isReordered(first);
		const rest = isAnew ? [] : this.#restBehind(first.entries);
		if (rest.length === 0) this.#nextCursor = first.nextCursor;
		this.#previousCursor = first.previousCursor;
		this.#order = first.order ?? this.#order;
		this.#from = from;
		this.#skipped = skipped;
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

function opposite(end: End): End {
	return end === 'start' ? 'end' : 'start';
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
