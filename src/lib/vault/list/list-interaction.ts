import type { Entry } from '#contract/entries';
import { listCommand, type ListCommand } from './list-keys';
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
	readonly remove?: ((entries: readonly Entry[]) => void) | undefined;
}

/** A finger that rests this long selects, in milliseconds; shorter is a tap. */
const LONG_PRESS_MS = 450;
/** A finger that moved further than this scrolls, in CSS pixels. */
const SLOP = 10;

/**
 * Mouse, keyboard and finger on a list of entries. A mouse selects by a press and opens by a double one;
 * a finger opens by a tap, and selects by resting, after which taps select too.
 */
export class ListInteraction {
	readonly #entries: () => readonly Entry[];
	readonly #selection: Selection;
	readonly #verbs: () => ListVerbs;
	#pressTimer: ReturnType<typeof setTimeout> | undefined;
	#pressedAt: Point = { x: 0, y: 0 };
	/** The click that ends a long press is part of it. */
	#swallowClick = false;
	#pointerType = 'mouse';

	constructor(entries: () => readonly Entry[], selection: Selection, verbs: () => ListVerbs) {
		this.#entries = entries;
		this.#selection = selection;
		this.#verbs = verbs;
	}

	/** True where the key was for the list and nothing opened that takes the focus: it may have to follow. */
	keydown(
		event: KeyboardEvent,
		shape: { readonly columns: number; readonly pageSize: number },
	): boolean {
		const command = listCommand(event, shape);
		if (!command) return false;
		// A button inside a row has Enter and space for itself.
		const inControl = event.target instanceof Element && event.target.closest('button, a') !== null;
		if (inControl && (command.kind === 'open' || command.kind === 'toggle')) return false;
		if (command.kind === 'clear' && this.#selection.count === 0) return false;
		event.preventDefault();
		this.#run(command);
		return command.kind !== 'menu' && command.kind !== 'rename' && command.kind !== 'open';
	}

	/** Only a mouse may drag: where a finger rests, the browser would begin to drag instead of us to select. */
	pointerdown(
		event: PointerEvent & { readonly currentTarget: HTMLElement },
		entry: Entry,
		{ mayDrag = false }: { readonly mayDrag?: boolean } = {},
	): void {
		event.currentTarget.draggable = mayDrag && event.pointerType === 'mouse';
		this.#pointerType = event.pointerType;
		this.#swallowClick = false;
		if (event.pointerType === 'mouse') return;
		this.#pressedAt = { x: event.clientX, y: event.clientY };
		clearTimeout(this.#pressTimer);
		this.#pressTimer = setTimeout(() => {
			this.#swallowClick = true;
			this.#selection.toggle(entry.id);
			// Safari has no such thing.
			if ('vibrate' in navigator) navigator.vibrate(8);
		}, LONG_PRESS_MS);
	}

	pointermove(event: PointerEvent): void {
		const { x, y } = this.#pressedAt;
		if (Math.hypot(event.clientX - x, event.clientY - y) > SLOP) this.pointerup();
	}

	/** Also for a press the browser took over for scrolling. */
	pointerup(): void {
		clearTimeout(this.#pressTimer);
	}

	click(event: MouseEvent, entry: Entry): void {
		if (this.#swallowClick) {
			this.#swallowClick = false;
			event.preventDefault();
			return;
		}
		const onLink = event.target instanceof Element && event.target.closest('a') !== null;
		if (this.#pointerType !== 'mouse') this.#tap(event, entry);
		else if (onLink && !event.shiftKey) this.#selection.visit(entry.id);
		else if (event.shiftKey) {
			// On a link the browser would open a window.
			event.preventDefault();
			this.#selection.extendTo(entry.id);
		} else if (event.ctrlKey || event.metaKey) this.#selection.toggle(entry.id);
		else this.#selection.only(entry.id);
	}

	doubleClick(entry: Entry): void {
		if (this.#pointerType === 'mouse') this.#verbs().open(entry);
	}

	contextMenu(event: MouseEvent, entry: Entry): void {
		event.preventDefault();
		// A resting finger selects; its menu is the button in the row.
		if (this.#pointerType !== 'mouse') return;
		if (!this.#selection.has(entry.id)) this.#selection.only(entry.id);
		this.#verbs().openMenu(entry, { x: event.clientX, y: event.clientY });
	}

	/** For the button of an entry's menu. */
	menuBelow(event: MouseEvent, entry: Entry): void {
		event.stopPropagation();
		if (!(event.currentTarget instanceof Element)) return;
		const { left, bottom } = event.currentTarget.getBoundingClientRect();
		this.#verbs().openMenu(entry, { x: left, y: bottom });
	}

	#tap(event: MouseEvent, entry: Entry): void {
		event.preventDefault();
		if (this.#selection.count > 0) this.#selection.toggle(entry.id);
		else this.#verbs().open(entry);
	}

	#run(command: ListCommand): void {
		const selection = this.#selection;
		const active = this.#entries().find((entry) => entry.id === selection.activeId);
		const verbs = this.#verbs();
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
			case 'trash': {
				const chosen = this.#entries().filter((entry) => selection.has(entry.id));
				if (chosen.length > 0) verbs.remove?.(chosen);
				break;
			}
			default:
				if (active) this.#runOn(active, command.kind);
		}
	}

	#runOn(active: Entry, kind: 'toggle' | 'open' | 'rename' | 'menu'): void {
		const verbs = this.#verbs();
		switch (kind) {
			case 'toggle':
				this.#selection.toggle(active.id);
				break;
			case 'open':
				verbs.open(active);
				break;
			case 'rename':
				verbs.rename?.(active);
				break;
			case 'menu':
				verbs.openMenu(active, pointOf(active.id));
		}
	}
}

/** True for a key pressed while nothing has the focus and no dialog is open: it is meant for the list. */
export function isStray(event: KeyboardEvent): boolean {
	return event.target === document.body && document.querySelector(':modal') === null;
}

/** Below the row that has the focus. */
function pointOf(id: string): Point {
	const row = document.querySelector(`[data-entry-id="${id}"]`);
	const { left = 0, bottom = 0 } = row?.getBoundingClientRect() ?? {};
	return { x: left + 48, y: bottom };
}
