import { PAGE_MAX, SKIP_MAX } from '#contract/limits';
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import type { End, EntryList } from './entry-list.svelte';
import type { Selection } from './selection.svelte';
import { NEAR } from './when-near';

/** Longer lists have no room for what is not loaded: the farther half is more than one call leaves out, and a browser shows no element that high. */
const PLACED_MAX = 2 * SKIP_MAX;

/** Scrolling rests for so long before what is there is read, in milliseconds. */
const PAUSE_MS = 120;

interface Shape {
	readonly list: () => EntryList;
	/** Entries of the whole list, where that is known before all are loaded. */
	readonly total: () => number | undefined;
	readonly selection: () => Selection;
	/** In CSS pixels; 0 until the list is in the page. */
	readonly rowHeight: () => number;
}

/**
 * The places of rows of one height: loaded or not, each has its own where the whole list is known to be no longer than `PLACED_MAX`, so that the scrollbar is that of the whole list, and where it is left the rows are read by one call.
 */
export class PlacedRows {
	readonly #shape: Shape;
	#scroller: HTMLElement | undefined;
	constructor(shape: Shape) {
		this.#shape = shape;
	}

	get #height(): number {
		return this.#shape.rowHeight();
	}

	/** Entries of the whole list, if that is known. */
	get count(): number | undefined {
		const { complete, entries } = this.#shape.list();
		return complete ? entries.length : this.#shape.total();
	}

	/** Entries before the first one that is loaded. */
	get before(): number {
		const { from, entries, skipped } = this.#shape.list();
		if (from === 'start') return skipped;
		return Math.max(0, (this.count ?? 0) - entries.length - skipped);
	}

	/** True where what is not loaded has room. */
	get isPlaced(): boolean {
		const total = this.#shape.total();
		return total !== undefined && total <= PLACED_MAX && this.#height > 0;
	}

	/** In CSS pixels. */
	get roomBefore(): number {
		return this.isPlaced ? this.before * this.#height : 0;
	}

	/** In CSS pixels. */
	get roomBehind(): number {
		const behind = (this.count ?? 0) - this.before - this.#shape.list().entries.length;
		return this.isPlaced ? Math.max(0, behind) * this.#height : 0;
	}

	readonly scroller: Attachment<HTMLElement> = (scroller) => {
		this.#scroller = scroller;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const readSoon = () => {
			clearTimeout(timer);
			timer = setTimeout(() => this.#readAt(scroller), PAUSE_MS);
		};
		const stops = [
			on(scroller, 'scroll', readSoon),
			// A window that is turned has rows of another height, and so other rows in view.
			on(window, 'resize', readSoon),
			// What did not come without a network.
			on(window, 'online', () => this.#readAt(scroller)),
		];
		return () => {
			clearTimeout(timer);
			for (const stop of stops) stop();
		};
	};

	/** Reads what did not come: where the list is scrolled to, or next at this end of what is loaded. */
	readAgain(at: End): void {
		if (this.#scroller === undefined || !this.#readAt(this.#scroller))
			void this.#shape.list().loadMore(at);
	}

	/** What is shown there; false where it is loaded, or so near that it comes by itself. */
	#readAt({ scrollTop, clientHeight }: HTMLElement): boolean {
		const { count, before } = this;
		const list = this.#shape.list();
		if (!this.isPlaced || count === undefined || list.complete) return false;
		const first = Math.floor(scrollTop / this.#height);
		const last = first + (clientHeight + NEAR) / this.#height;
		const loadedTo = before + list.entries.length + NEAR / this.#height;
		if (last >= before && first <= loadedTo) return false;
		// What is selected has to stay, so all between is read, as far as a person would wait.
		if (this.#shape.selection().count > 0)
			void list.reach(first < before ? 'start' : 'end', { gapless: true });
		else void list.goTo(Math.max(0, first - PAGE_MAX / 2), count);
		return true;
	}
}
