import type { Entry } from '#contract/entries';
import { tick, type Snippet } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import type { EntryList } from './entry-list.svelte';
import { Fling } from './fling.svelte';
import type { LassoedRows } from './lasso';
import { isMac, listCommand, type ListCommand } from './list-keys';
import { LongPress } from './long-press';
import type { Selection } from './selection.svelte';

/** Where a menu opens, in CSS pixels of the window. */
export interface Point {
	readonly x: number;
	readonly y: number;
}

/** What a list asks of the screen it is on; absent verbs are not offered there. */
export interface ListVerbs {
	readonly open: (entry: Entry) => void;
	readonly openMenu: (entry: Entry, point: Point) => void;
	readonly rename?: ((entry: Entry) => void) | undefined;
	/** The one whose name is being typed where it stands, and the field for it. */
	readonly renamed?: Entry | undefined;
	readonly nameField?: Snippet<[Entry]>;
	readonly remove?: ((entries: readonly Entry[]) => void) | undefined;
}

/** For so many frames a row is waited for that is to have the focus, or to be scrolled to. */
const FRAMES_MAX = 9;

/** What a virtualiser tells of its rows, in CSS pixels, and how it brings one into view. */
interface Rows extends LassoedRows {
	getViewportSize(): number;
	scrollToIndex(row: number, options: { readonly align: 'nearest' }): void;
}

interface ListShape {
	readonly entries: () => readonly Entry[];
	readonly selection: Selection;
	readonly verbs: () => ListVerbs;
	/** Has this end of the list loaded, so that Home and End reach it; a range has no gaps. */
	readonly reach?: EntryList['reach'];
	/** Undefined until the list is in the page. */
	readonly rows: () => Rows | undefined;
	/** Entries side by side; 1 unless given. */
	readonly columns?: () => number;
	/** Steps from an entry to the one above it (−1) or below it (1), where rows hold different numbers of them. */
	readonly stepsTo?: ((id: string, direction: -1 | 1) => number) | undefined;
	/** The virtualiser's row in which the entry of this index stands; the index itself unless given. */
	readonly rowOf?: (index: number) => number;
	/** Present in lists in which a mouse may draw a lasso; it answers undefined where entries cannot be dragged. */
	readonly drag?: () => Dragging | undefined;
}

interface Dragging {
	readonly begin: (event: DragEvent, entry: Entry) => void;
	readonly end: () => void;
}

/**
 * Mouse, keyboard and finger on entries, shown as rows, tiles or pictures: `{@attach interaction.list}` on
 * the grid, `data-entry-id` on the focusable element of each entry. A mouse selects by a press and opens by
 * a double one; a finger opens by a tap, and selects by resting, after which taps select too.
 */
export class ListInteraction {
	readonly #shape: ListShape;
	readonly #longPress = new LongPress();
	readonly #fling = new Fling();
	/** The click that ends a long press is part of it. */
	#swallowClick = false;
	#pointerType = 'mouse';
	readonly #activeIndex = $derived.by(() => {
		const { entries, selection } = this.#shape;
		return entries().findIndex(({ id }) => id === selection.activeId);
	});

	constructor(shape: ListShape) {
		this.#shape = shape;
	}

	/** The one entry that Tab lands on: the first until the keyboard has been on another. */
	get tabStopId(): string | undefined {
		return this.#shape.entries()[Math.max(0, this.#activeIndex)]?.id;
	}

	/** Rows that stay in the page when they are scrolled out of view: they hold the focus. */
	get keptRows(): number[] {
		return this.#activeIndex < 0 ? [] : [this.#activeRow];
	}

	/** Entries pass too fast to be looked at. */
	get isFlung(): boolean {
		return this.#fling.isFast;
	}

	readonly list: Attachment<HTMLElement> = (list) => {
		const cancelPress = () => this.#longPress.end();
		void this.#comeBack(list);
		const stops = [
			on(list, 'keydown', (event) => void this.#keydown(event, list)),
			on(window, 'keydown', (event) => {
				if (isStray(event)) void this.#keydown(event, list);
			}),
			on(list, 'focusin', ({ target }) => {
				const entry = target instanceof Element ? entryElementOf(target) : null;
				if (entry?.dataset.entryId !== undefined)
					this.#shape.selection.visit(entry.dataset.entryId);
			}),
			on(list, 'pointerdown', this.#onEntry(this.#pointerdown)),
			on(list, 'pointerdown', (event) => this.#lasso(event)),
			// Its file is here before the first press.
			on(list, 'pointerenter', () => void lassoing(), { once: true }),
			on(list, 'pointermove', (event) => this.#longPress.move(event)),
			on(list, 'pointerup', cancelPress),
			// The browser took the press over for scrolling.
			on(list, 'pointercancel', cancelPress),
			on(
				list,
				'scroll',
				({ target }) => {
					cancelPress();
					if (!(target instanceof Element)) return;
					const { scrollTop } = target;
					this.#shape.selection.scrolledTo = scrollTop;
					this.#fling.scrolled(scrollTop);
				},
				{ capture: true },
			),
			on(list, 'click', this.#onEntry(this.#click)),
			on(list, 'dblclick', this.#onEntry(this.#doubleClick)),
			on(list, 'contextmenu', this.#onEntry(this.#contextMenu)),
			on(
				list,
				'dragstart',
				this.#onEntry((event, entry) => this.#shape.drag?.()?.begin(event, entry)),
			),
			on(list, 'dragend', () => this.#shape.drag?.()?.end()),
		];
		return () => {
			cancelPress();
			for (const stop of stops) stop();
		};
	};

	/** For the button of an entry's menu. */
	menuBelow(event: MouseEvent, entry: Entry): void {
		event.stopPropagation();
		if (!(event.currentTarget instanceof Element)) return;
		const { left, right, bottom } = event.currentTarget.getBoundingClientRect();
		this.#shape.verbs().openMenu(entry, { x: isRtl() ? right : left, y: bottom });
	}

	/** For the box of an entry: with shift, everything from the last one picked to here joins what is selected. */
	tick(event: MouseEvent, entry: Entry): void {
		const { selection } = this.#shape;
		if (event.shiftKey) selection.addThrough(entry.id);
		else selection.toggle(entry.id);
	}

	#onEntry<Happened extends Event>(
		handle: (event: Happened, entry: Entry, element: HTMLElement) => void,
	) {
		return (event: Happened): void => {
			if (!(event.target instanceof Element)) return;
			const element = entryElementOf(event.target);
			const entry = this.#shape.entries().find(({ id }) => id === element?.dataset.entryId);
			if (element && entry) handle(event, entry, element);
		};
	}

	async #keydown(event: KeyboardEvent, list: HTMLElement): Promise<void> {
		const { selection } = this.#shape;
		const command = listCommand(event, {
			...this.#screen,
			...this.#steps,
			isMac: isMac(),
			isRtl: isRtl(),
		});
		if (!command) return;
		// A button inside a row has Enter and space for itself.
		if (isIn('button, a', event) && (command.kind === 'open' || command.kind === 'toggle')) return;
		if (command.kind === 'clear' && selection.count === 0) return;
		event.preventDefault();
		if (command.kind === 'step' && Math.abs(command.steps) === Infinity)
			await this.#shape.reach?.(command.steps > 0 ? 'end' : 'start', { gapless: command.extend });
		this.#run(command, list);
		// These open something that takes the focus.
		if (command.kind === 'menu' || command.kind === 'rename' || command.kind === 'open') return;
		await this.#focusActive(list);
	}

	get #steps(): { readonly up?: number; readonly down?: number } {
		const { stepsTo, selection } = this.#shape;
		const { activeId } = selection;
		if (!stepsTo || activeId === undefined) return {};
		return { up: stepsTo(activeId, -1), down: stepsTo(activeId, 1) };
	}

	get #screen(): { readonly columns: number; readonly pageSize: number } {
		const columns = this.#shape.columns?.() ?? 1;
		const rows = this.#shape.rows();
		const rowHeight = rows?.getItemSize(this.#activeIndex < 0 ? 0 : this.#activeRow) ?? 0;
		if (!rows || rowHeight === 0) return { columns, pageSize: columns };
		// A page later, the row that was last is still there to go on from.
		const pageRows = Math.max(1, Math.floor(rows.getViewportSize() / rowHeight) - 1);
		return { columns, pageSize: pageRows * columns };
	}

	get #activeRow(): number {
		return this.#shape.rowOf?.(this.#activeIndex) ?? this.#activeIndex;
	}

	async #focusActive(list: HTMLElement): Promise<void> {
		await tick();
		if (this.#activeIndex < 0) return;
		this.#shape.rows()?.scrollToIndex(this.#activeRow, { align: 'nearest' });
		await tick();
		await this.#bringFocus(list);
	}

	/**
	 * To the entry the keyboard is on. A row that has just come into the page is hidden until it is measured, a frame or two, and takes no
	 * focus before. What takes it meanwhile keeps it: the entry of the next key, or what is pressed.
	 */
	async #bringFocus(list: HTMLElement): Promise<void> {
		const before = document.activeElement;
		for (let frames = 0; frames < FRAMES_MAX; frames++) {
			if (frames > 0) await new Promise(requestAnimationFrame);
			const { activeElement, body } = document;
			if (activeElement !== before && activeElement !== body) return;
			const element = elementOf(this.#shape.selection.activeId, list);
			element?.focus({ preventScroll: true });
			if (element !== null && element === document.activeElement) return;
		}
	}

	/** To where the list was left, with the focus, where nothing else has it: by Back, or up the path. */
	async #comeBack(list: HTMLElement): Promise<void> {
		await tick();
		const { activeId, scrolledTo } = this.#shape.selection;
		if (activeId === undefined && scrolledTo === 0) return;
		const scroller = list.querySelector('[data-scroller]') ?? list;
		// Until rows are measured the list may be too short.
		for (let frames = 0; frames < FRAMES_MAX && scroller.scrollTop !== scrolledTo; frames++) {
			if (frames > 0) await new Promise(requestAnimationFrame);
			scroller.scrollTop = scrolledTo;
		}
		await tick();
		if (document.activeElement === document.body) await this.#bringFocus(list);
	}

	readonly #pointerdown = (event: PointerEvent, entry: Entry, element: HTMLElement): void => {
		const isMouse = event.pointerType === 'mouse';
		// Where a finger rests, the browser would begin to drag instead of us to select.
		element.draggable = isMouse && this.#shape.drag?.() !== undefined && this.#isHandle(event);
		this.#pointerType = event.pointerType;
		this.#swallowClick = false;
		if (isMouse) return;
		this.#longPress.begin(event, () => {
			this.#swallowClick = true;
			this.#shape.selection.toggle(entry.id);
			// Safari has no such thing.
			if ('vibrate' in navigator) navigator.vibrate(8);
		});
	};

	/** On the name or picture of an entry, or on one that is selected: from there it is dragged. */
	#isHandle(event: PointerEvent): boolean {
		return isIn('a, button, input, [data-handle], [aria-selected=true]', event);
	}

	#lasso(event: PointerEvent): void {
		const { target, pointerType, button, offsetX } = event;
		const scroller =
			target instanceof Element ? target.closest<HTMLElement>('[data-scroller]') : null;
		if (scroller === null || pointerType !== 'mouse' || button !== 0 || this.#isHandle(event))
			return;
		// On its scrollbar, which stands at the end of the lines.
		if (target === scroller && (offsetX < 0 || offsetX > scroller.clientWidth)) return;
		if (this.#shape.drag)
			void lassoing().then((loaded) => loaded && new loaded.Lasso(event, scroller, this.#shape));
	}

	readonly #click = (event: MouseEvent, entry: Entry): void => {
		const { selection } = this.#shape;
		if (this.#swallowClick) {
			this.#swallowClick = false;
			event.preventDefault();
			return;
		}
		if (this.#pointerType !== 'mouse') this.#tap(event, entry);
		else if (isIn('a', event) && !event.shiftKey) selection.visit(entry.id);
		else if (event.shiftKey) {
			// On a link the browser would open a window.
			event.preventDefault();
			selection.extendTo(entry.id);
		} else if (event.ctrlKey || event.metaKey) selection.toggle(entry.id);
		else selection.only(entry.id);
	};

	#tap(event: MouseEvent, entry: Entry): void {
		event.preventDefault();
		const { selection, verbs } = this.#shape;
		if (selection.count > 0) selection.toggle(entry.id);
		else verbs().open(entry);
	}

	/** A link has opened at the first of both clicks. */
	readonly #doubleClick = (event: MouseEvent, entry: Entry): void => {
		if (this.#pointerType === 'mouse' && !isIn('a', event)) this.#shape.verbs().open(entry);
	};

	readonly #contextMenu = (event: MouseEvent, entry: Entry): void => {
		event.preventDefault();
		// A resting finger selects; its menu is the button in the row.
		if (this.#pointerType !== 'mouse') return;
		const { selection, verbs } = this.#shape;
		if (!selection.has(entry.id)) selection.only(entry.id);
		verbs().openMenu(entry, { x: event.clientX, y: event.clientY });
	};

	#run(command: ListCommand, list: HTMLElement): void {
		const { entries, selection, verbs } = this.#shape;
		switch (command.kind) {
			case 'step':
				selection.step(command.steps, { extend: command.extend });
				break;
			case 'all':
				selection.all();
				break;
			case 'clear':
				selection.clear();
				break;
			case 'remove': {
				const chosen = entries().filter((entry) => selection.has(entry.id));
				if (chosen.length > 0) verbs().remove?.(chosen);
				break;
			}
			default: {
				const active = entries()[this.#activeIndex];
				if (active) this.#runOn(active, command.kind, list);
			}
		}
	}

	#runOn(active: Entry, kind: 'toggle' | 'open' | 'rename' | 'menu', list: HTMLElement): void {
		const verbs = this.#shape.verbs();
		switch (kind) {
			case 'toggle':
				this.#shape.selection.toggle(active.id);
				break;
			case 'open':
				verbs.open(active);
				break;
			case 'rename':
				verbs.rename?.(active);
				break;
			case 'menu': {
				const box = elementOf(active.id, list)?.getBoundingClientRect();
				const { left = 0, right = 0, bottom = 0 } = box ?? {};
				verbs.openMenu(active, { x: isRtl() ? right - 48 : left + 48, y: bottom });
			}
		}
	}
}

/** The page is read from right to left. */
function isRtl(): boolean {
	return document.dir === 'rtl';
}

/** Undefined where its file does not come: the press is a press. */
function lassoing() {
	return import('./lasso').catch(() => undefined);
}

/** True for a key pressed while nothing has the focus and no dialog is open: it is meant for the list. */
function isStray(event: KeyboardEvent): boolean {
	return event.target === document.body && document.querySelector(':modal') === null;
}

function isIn(selector: string, { target }: Event): boolean {
	return target instanceof Element && target.closest(selector) !== null;
}

function entryElementOf(inside: Element): HTMLElement | null {
	return inside.closest<HTMLElement>('[data-entry-id]');
}

function elementOf(id: string | undefined, list: HTMLElement): HTMLElement | null {
	if (id === undefined) return null;
	return list.querySelector<HTMLElement>(`[data-entry-id="${id}"]`);
}
