import type { Entry } from '#contract/entries';
import { on } from 'svelte/events';
import type { Selection } from './selection.svelte';

/** What a list tells of itself, of which only the rows in view are in the page. */
export interface LassoedList {
	readonly entries: () => readonly Entry[];
	readonly selection: Selection;
	/** Undefined until the list is in the page. */
	readonly rows: () => LassoedRows | undefined;
	/** Entries side by side; 1 unless given. */
	readonly columns?: () => number;
}

/** In CSS pixels from the first row; `findItemIndex` from what stands before it, and is the nearest one. */
export interface LassoedRows {
	findItemIndex(offset: number): number;
	getItemOffset(row: number): number;
	getItemSize(row: number): number;
}

/** A mouse that moved no further than this was only pressed, in CSS pixels. */
const SLOP = 5;
/** So close to an edge the list scrolls, and at the edge by so much a frame, in CSS pixels. */
const EDGE = 40;
const SCROLLED_PER_FRAME = 20;

interface Place {
	readonly x: number;
	readonly y: number;
}

/**
 * From a press of the mouse until it is let go: selects what the rectangle in between touches, besides what was selected where a modifier
 * key is held. Escape takes it back.
 */
export class Lasso {
	readonly #list: LassoedList;
	readonly #scroller: HTMLElement;
	readonly #before: ReadonlySet<string>;
	readonly #kept: ReadonlySet<string>;
	/** In the content of the scroller, so that it moves along. */
	readonly #start: Place;
	#pointer: Place;
	#frame: HTMLElement | undefined;
	readonly #stops: (() => void)[];

	constructor(press: PointerEvent, scroller: HTMLElement, list: LassoedList) {
		this.#list = list;
		this.#scroller = scroller;
		this.#before = list.selection.ids;
		this.#kept = press.shiftKey || press.ctrlKey || press.metaKey ? this.#before : new Set();
		this.#pointer = { x: press.clientX, y: press.clientY };
		this.#start = this.#inContent(this.#pointer);
		this.#stops = [
			on(window, 'pointermove', (event) => this.#move(event)),
			on(window, 'pointerup', () => this.#end()),
			on(window, 'pointercancel', () => this.#end()),
			on(window, 'keydown', (event) => this.#keydown(event), { capture: true }),
			on(scroller, 'scroll', () => this.#draw()),
		];
	}

	#move({ clientX, clientY, buttons }: PointerEvent): void {
		// It was let go outside of the window.
		if (buttons === 0) {
			this.#end();
			return;
		}
		this.#pointer = { x: clientX, y: clientY };
		if (this.#frame === undefined) {
			const { x, y } = this.#inContent(this.#pointer);
			if (Math.hypot(x - this.#start.x, y - this.#start.y) <= SLOP) return;
			this.#begin();
		}
		this.#draw();
	}

	#begin(): void {
		this.#frame = document.body.appendChild(document.createElement('div'));
		Object.assign(this.#frame.style, {
			position: 'fixed',
			zIndex: 'var(--layer-drop)',
			border: '1px solid var(--accent)',
			borderRadius: 'var(--radius-s)',
			background: 'oklch(from var(--accent) l c h / 14%)',
			pointerEvents: 'none',
		});
		this.#stops.push(on(document, 'selectstart', (event) => event.preventDefault()));
		const scrolling = () => {
			this.#scroll();
			id = requestAnimationFrame(scrolling);
		};
		let id = requestAnimationFrame(scrolling);
		this.#stops.push(() => cancelAnimationFrame(id));
	}

	#keydown(event: KeyboardEvent): void {
		if (event.key !== 'Escape' || this.#frame === undefined) return;
		event.stopPropagation();
		this.#list.selection.these(this.#before);
		this.#end();
	}

	#end(): void {
		for (const stop of this.#stops) stop();
		if (this.#frame === undefined) return;
		this.#frame.remove();
		// The click that ends it means no entry.
		const swallow = on(window, 'click', (event) => event.stopPropagation(), { capture: true });
		setTimeout(swallow);
	}

	/** The nearer to the edge, or the further beyond it, the faster. */
	#scroll(): void {
		const { top, bottom } = this.#scroller.getBoundingClientRect();
		const { y } = this.#pointer;
		const beyond = Math.min(0, y - top - EDGE) + Math.max(0, y - bottom + EDGE);
		const pace = Math.max(-1, Math.min(1, beyond / EDGE));
		if (pace !== 0) this.#scroller.scrollTop += pace * SCROLLED_PER_FRAME;
	}

	#draw(): void {
		if (this.#frame === undefined) return;
		const { x, y } = this.#inContent(this.#pointer);
		const box = {
			left: Math.min(x, this.#start.x),
			right: Math.max(x, this.#start.x),
			top: Math.min(y, this.#start.y),
			bottom: Math.max(y, this.#start.y),
		};
		this.#list.selection.these(this.#kept.union(new Set(this.#touched(box))));
		const view = this.#scroller.getBoundingClientRect();
		const { scrollTop } = this.#scroller;
		const top = Math.max(view.top, box.top - scrollTop + view.top);
		const bottom = Math.min(view.bottom, box.bottom - scrollTop + view.top);
		const left = Math.max(view.left, box.left + view.left);
		const right = Math.min(view.right, box.right + view.left);
		Object.assign(this.#frame.style, {
			left: `${String(left)}px`,
			top: `${String(top)}px`,
			width: `${String(Math.max(0, right - left))}px`,
			height: `${String(Math.max(0, bottom - top))}px`,
		});
	}

	#touched(box: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>): readonly string[] {
		const entries = this.#list.entries();
		const rows = this.#list.rows();
		const columns = this.#list.columns?.() ?? 1;
		const first = this.#scroller.querySelector<HTMLElement>('[data-entry-id]');
		const firstIndex = entries.findIndex(({ id }) => id === first?.dataset.entryId);
		if (!rows || !first || firstIndex < 0) return [];

		const firstTop = rows.getItemOffset(Math.floor(firstIndex / columns));
		const { top } = first.getBoundingClientRect();
		// Where the rows begin in what scrolls.
		const begin = this.#inContent({ x: 0, y: top }).y - firstTop;
		const sides = this.#sides(first, columns);
		const ids: string[] = [];
		const rowCount = Math.ceil(entries.length / columns);
		// The virtualiser counts what stands before its first row, so this may be some rows early.
		for (let row = rows.findItemIndex(box.top - begin); row < rowCount; row++) {
			const rowTop = begin + rows.getItemOffset(row);
			if (rowTop > box.bottom) break;
			if (rowTop + rows.getItemSize(row) < box.top) continue;
			sides.forEach(({ left, right }, column) => {
				const entry = entries[row * columns + column];
				if (entry && left <= box.right && right >= box.left) ids.push(entry.id);
			});
		}
		return ids;
	}

	/** Left and right of each column in what scrolls. A row takes all of its width. */
	#sides(first: HTMLElement, columns: number): readonly { left: number; right: number }[] {
		if (columns === 1) return [{ left: -Infinity, right: Infinity }];
		const beside = first.parentElement?.querySelectorAll('[data-entry-id]') ?? [];
		return [...beside].slice(0, columns).map((tile) => {
			const { left, right } = tile.getBoundingClientRect();
			return {
				left: this.#inContent({ x: left, y: 0 }).x,
				right: this.#inContent({ x: right, y: 0 }).x,
			};
		});
	}

	#inContent({ x, y }: Place): Place {
		const { left, top } = this.#scroller.getBoundingClientRect();
		return { x: x - left, y: y - top + this.#scroller.scrollTop };
	}
}
