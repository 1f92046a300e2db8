import type { Entry } from '#contract/entries';
import { ListInteraction, type ListVerbs } from '$lib/vault/list/list-interaction.svelte';
import { Selection } from '$lib/vault/list/selection.svelte';
import { fireEvent } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeVaultApi } from '../fake-vault-api';

const COLUMNS = 3;
const open = vi.fn<ListVerbs['open']>();
const openMenu = vi.fn<ListVerbs['openMenu']>();
const rename = vi.fn<(entry: Entry) => void>();
const remove = vi.fn<(entries: readonly Entry[]) => void>();
const begin = vi.fn<(event: DragEvent, entry: Entry) => void>();
const scrollToIndex = vi.fn();

let entries: readonly Entry[];
let selection: Selection;
let interaction: ListInteraction;
let grid: HTMLElement;
let take: () => void;
/** What stands before the first row, in CSS pixels: a virtualiser counts it. */
let margin = 0;
let stepsTo: ((id: string, direction: -1 | 1) => number) | undefined;

/** Twelve entries, three side by side; a screen holds three rows. */
beforeEach(() => {
	const vault = new FakeVaultApi();
	entries = Array.from({ length: 12 }, (_, n) => vault.addFile(`file ${String(n)}`));
	selection = new Selection(() => entries.map(({ id }) => id));
	interaction = new ListInteraction({
		entries: () => entries,
		selection,
		verbs: () => ({ open, openMenu, rename, remove }),
		rows: () => ({
			getItemSize: () => 100,
			getViewportSize: () => 300,
			getItemOffset: (row) => row * 100,
			findItemIndex: (offset) => Math.max(0, Math.min(3, Math.floor((offset - margin) / 100))),
			scrollToIndex,
		}),
		columns: () => COLUMNS,
		rowOf: (index) => Math.floor(index / COLUMNS),
		get stepsTo() {
			return stepsTo;
		},
		drag: () => ({ begin, end: () => undefined }),
	});
	grid = document.createElement('div');
	grid.tabIndex = -1;
	for (const { id } of entries) {
		const tile = document.createElement('div');
		tile.dataset.entryId = id;
		tile.tabIndex = -1;
		tile.innerHTML = '<a href="#there">name</a><button type="button">More</button>';
		grid.append(tile);
	}
	document.body.append(grid);
	take = interaction.list(grid) ?? (() => undefined);
});

afterEach(() => {
	take();
	grid.remove();
	vi.clearAllMocks();
	vi.useRealTimers();
	stepsTo = undefined;
	margin = 0;
});

const entryAt = (index: number) => {
	const entry = entries[index];
	if (!entry) throw new Error(`no entry ${String(index)}`);
	return entry;
};
const tileAt = (index: number) => grid.children.item(index) as HTMLElement;
const linkIn = (index: number) => tileAt(index).querySelector('a') as HTMLElement;
const selected = () => entries.flatMap(({ id }, index) => (selection.has(id) ? [index] : []));
const focused = () => [...grid.children].indexOf(document.activeElement as HTMLElement);

function press(key: string, options: KeyboardEventInit = {}, on: Element | null = null) {
	const target = on ?? document.activeElement ?? document.body;
	return fireEvent.keyDown(target, { key, ...options });
}

function pointer(type: string, on: Element, at: PointerEventInit) {
	return fireEvent(on, new PointerEvent(type, { bubbles: true, cancelable: true, ...at }));
}

async function click(on: Element, options: MouseEventInit = {}) {
	await pointer('pointerdown', on, { pointerType: 'mouse' });
	return fireEvent.click(on, options);
}

describe('where text runs from right to left', () => {
	beforeEach(() => void (document.dir = 'rtl'));
	afterEach(() => void (document.dir = ''));

	test.each([
		['ArrowRight', 3],
		['ArrowLeft', 5],
		['ArrowDown', 7],
		['Home', 0],
	])('%s goes from entry 4 to entry %i', async (key, index) => {
		selection.only(entryAt(4).id);

		await press(key, {}, grid);

		expect(selected()).toEqual([index]);
	});

	test('the menu of an entry opens at the right edge of its button', () => {
		const button = document.createElement('button');
		button.getBoundingClientRect = () => new DOMRect(40, 10, 30, 20);
		button.onclick = (event) => interaction.menuBelow(event, entryAt(1));

		button.click();

		expect(openMenu).toHaveBeenCalledExactlyOnceWith(entryAt(1), { x: 70, y: 30 });
	});
});

describe('the keyboard', () => {
	test.each([
		['ArrowRight', 5],
		['ArrowLeft', 3],
		['ArrowDown', 7],
		['ArrowUp', 1],
		// Two of three rows: the one that was last is still there.
		['PageDown', 10],
		['PageUp', 0],
		['Home', 0],
		['End', 11],
	])('goes by %s from the middle to entry %i, and selects it', async (key, index) => {
		tileAt(4).focus();

		await press(key);
		await tick();

		expect(selected()).toEqual([index]);
		expect(focused()).toBe(index);
		expect(scrollToIndex).toHaveBeenLastCalledWith(Math.floor(index / COLUMNS), {
			align: 'nearest',
		});
	});

	describe('while the focus is on its way', () => {
		/** More than any row is waited for, in milliseconds. */
		const LATER_MS = 1000;

		beforeEach(() => void vi.useFakeTimers());

		test('leaves it where the next key has put it', async () => {
			tileAt(0).focus();

			await press('Home');
			await vi.advanceTimersByTimeAsync(0);
			await press('ArrowDown');
			await vi.advanceTimersByTimeAsync(LATER_MS);

			expect(focused()).toBe(3);
			expect(interaction.tabStopId).toBe(entryAt(3).id);
		});

		test('brings it to where the last key went, once the rows are drawn', async () => {
			const tiles = [...grid.children];
			tileAt(1).focus();
			grid.replaceChildren();

			await press('ArrowDown');
			await press('ArrowDown', {}, document.body);
			grid.append(...tiles);
			await vi.advanceTimersByTimeAsync(LATER_MS);

			expect(focused()).toBe(7);
			expect(selected()).toEqual([7]);
		});

		test('takes it from nothing that is pressed meanwhile', async () => {
			tileAt(0).focus();
			const field = document.body.appendChild(document.createElement('input'));

			await press('Home');
			await vi.advanceTimersByTimeAsync(0);
			field.focus();
			await vi.advanceTimersByTimeAsync(LATER_MS);

			expect(document.activeElement).toBe(field);
			field.remove();
		});
	});

	test('goes up and down as the list says, where its rows hold different numbers', async () => {
		stepsTo = (id, direction) => (id === entryAt(4).id ? direction * (direction === 1 ? 5 : 2) : 0);
		tileAt(4).focus();

		await press('ArrowDown');
		expect(selected()).toEqual([9]);

		tileAt(4).focus();
		await press('ArrowUp');
		expect(selected()).toEqual([2]);
	});

	test('selects a range with shift', async () => {
		await click(tileAt(2));

		await press('ArrowDown', { shiftKey: true }, tileAt(2));

		expect(selected()).toEqual([2, 3, 4, 5]);
	});

	test('selects, takes back, selects all and none', async () => {
		tileAt(1).focus();

		await press(' ');
		expect(selected()).toEqual([1]);
		await press(' ');
		expect(selected()).toEqual([]);
		await press('a', { ctrlKey: true });
		expect(selected()).toHaveLength(12);
		await press('Escape');
		expect(selected()).toEqual([]);
	});

	test('opens, renames and opens the menu of the entry it is on', async () => {
		tileAt(3).focus();

		await press('Enter');
		await press('F2');
		await press('F10', { shiftKey: true });
		await press('ContextMenu');

		expect(open).toHaveBeenCalledExactlyOnceWith(entryAt(3));
		expect(rename).toHaveBeenCalledExactlyOnceWith(entryAt(3));
		expect(openMenu).toHaveBeenCalledTimes(2);
		expect(openMenu).toHaveBeenLastCalledWith(entryAt(3), { x: 48, y: 0 });
	});

	test('removes what is selected, and nothing where nothing is', async () => {
		tileAt(0).focus();
		await press('Delete');
		expect(remove).not.toHaveBeenCalled();

		selection.toggle(entryAt(0).id);
		selection.toggle(entryAt(5).id);
		await press('Delete');

		expect(remove).toHaveBeenCalledExactlyOnceWith([entryAt(0), entryAt(5)]);
	});

	test('is heard while nothing has the focus, until the list is gone', async () => {
		await press('ArrowDown', {}, document.body);
		expect(selected()).toEqual([0]);

		take();
		await press('End', {}, document.body);
		expect(selected()).toEqual([0]);
	});

	test.each(['Enter', ' '])('leaves %j to a button within an entry', async (key) => {
		const button = tileAt(2).querySelector('button');

		const kept = await press(key, {}, button);

		expect(kept).toBe(true);
		expect(open).not.toHaveBeenCalled();
		expect(selected()).toEqual([]);
	});

	test.each([
		['x', {}],
		['Escape', {}],
		['ArrowDown', { altKey: true }],
		['ArrowDown', { ctrlKey: true }],
	])('leaves %j with %j to the browser', async (key, modifiers) => {
		expect(await press(key, modifiers, tileAt(2))).toBe(true);
	});

	test('has one place for Tab: the first entry, then the one it was on', () => {
		expect(interaction.tabStopId).toBe(entryAt(0).id);
		expect(interaction.keptRows).toEqual([]);

		tileAt(7).focus();

		expect(interaction.tabStopId).toBe(entryAt(7).id);
		expect(interaction.keptRows).toEqual([2]);
	});

	test('goes on from the entry in which a button has the focus, which stays in the page', async () => {
		tileAt(4).querySelector('button')?.focus();
		expect(interaction.keptRows).toEqual([1]);

		await press('ArrowDown');

		expect(selected()).toEqual([7]);
	});
});

describe('a mouse', () => {
	test('selects one, adds with ctrl or the command key, and a range with shift', async () => {
		await click(tileAt(1));
		expect(selected()).toEqual([1]);
		await click(tileAt(4), { ctrlKey: true });
		await click(tileAt(6), { metaKey: true });
		expect(selected()).toEqual([1, 4, 6]);
		await click(tileAt(8), { shiftKey: true });
		expect(selected()).toEqual([6, 7, 8]);
	});

	test('opens by a double click beside the name, which is a link and opens by itself', async () => {
		await fireEvent.dblClick(linkIn(3));
		expect(open).not.toHaveBeenCalled();

		await fireEvent.dblClick(tileAt(3));
		expect(open).toHaveBeenCalledExactlyOnceWith(entryAt(3));
	});

	test('follows a link and selects nothing, but with shift it selects and follows none', async () => {
		expect(await click(linkIn(3))).toBe(true);
		expect(selected()).toEqual([]);

		await click(tileAt(1));
		expect(await click(linkIn(3), { shiftKey: true })).toBe(false);
		expect(selected()).toEqual([1, 2, 3]);
	});

	test('opens the menu where it is, for all that is selected', async () => {
		selection.all();
		await pointer('pointerdown', tileAt(4), { pointerType: 'mouse' });

		await fireEvent.contextMenu(tileAt(4), { clientX: 30, clientY: 40 });

		expect(openMenu).toHaveBeenCalledExactlyOnceWith(entryAt(4), { x: 30, y: 40 });
		expect(selected()).toHaveLength(12);
	});

	test('selects what its menu is opened for', async () => {
		await click(tileAt(1));

		await fireEvent.contextMenu(tileAt(4));

		expect(selected()).toEqual([4]);
	});

	test('drags', async () => {
		await pointer('pointerdown', linkIn(4), { pointerType: 'mouse' });
		expect(tileAt(4).draggable).toBe(true);

		await fireEvent(tileAt(4), new Event('dragstart', { bubbles: true }));

		expect(begin).toHaveBeenCalledExactlyOnceWith(expect.any(Event), entryAt(4));
	});

	test('does nothing beside the entries', async () => {
		await click(grid);
		await fireEvent.dblClick(grid);

		expect(selected()).toEqual([]);
		expect(open).not.toHaveBeenCalled();
	});
});

describe('a list that is shown again', () => {
	/** Back: what was selected in it is not any more. */
	async function comeBack() {
		take();
		selection.clear();
		(document.activeElement as HTMLElement | null)?.blur();
		take = interaction.list(grid) ?? (() => undefined);
		await tick();
		await tick();
	}

	test('is scrolled to where it was left, and has the focus where it was', async () => {
		await click(linkIn(7));
		grid.scrollTop = 120;
		await fireEvent.scroll(grid);

		grid.scrollTop = 0;
		await comeBack();

		expect(grid.scrollTop).toBe(120);
		expect(focused()).toBe(7);
		expect(selected()).toEqual([]);
	});

	test('is scrolled to its very end once its rows are measured and it is that long', async () => {
		await click(linkIn(7));
		grid.scrollTop = 900;
		await fireEvent.scroll(grid);
		let [at, longest] = [0, 300];
		Object.defineProperty(grid, 'scrollTop', {
			configurable: true,
			get: () => at,
			set: (wanted: number) => (at = Math.min(wanted, longest)),
		});

		await comeBack();
		expect(grid.scrollTop).toBe(300);
		longest = 900;

		await vi.waitFor(() => expect(grid.scrollTop).toBe(900));
		Reflect.deleteProperty(grid, 'scrollTop');
	});

	test('takes the focus from nothing that has it', async () => {
		await click(tileAt(7));
		const field = document.body.appendChild(document.createElement('input'));
		take();
		field.focus();
		take = interaction.list(grid) ?? (() => undefined);
		await tick();
		await tick();

		expect(document.activeElement).toBe(field);
		field.remove();
	});

	test('for the first time begins at its top, and takes no focus', async () => {
		await comeBack();

		expect(grid.scrollTop).toBe(0);
		expect(focused()).toBe(-1);
	});
});

describe('a finger', () => {
	const finger = { pointerType: 'touch', clientX: 10, clientY: 10 };

	beforeEach(() => {
		vi.useFakeTimers();
	});

	test('opens by a tap, on a link too', async () => {
		await pointer('pointerdown', linkIn(2), finger);
		await pointer('pointerup', linkIn(2), finger);

		expect(await fireEvent.click(linkIn(2))).toBe(false);
		expect(open).toHaveBeenCalledExactlyOnceWith(entryAt(2));
	});

	test('selects by resting, and by taps from then on', async () => {
		await pointer('pointerdown', tileAt(2), finger);
		vi.advanceTimersByTime(500);
		expect(selected()).toEqual([2]);
		// The click that ends the long press.
		await fireEvent.click(tileAt(2));

		await pointer('pointerdown', tileAt(5), finger);
		await pointer('pointerup', tileAt(5), finger);
		await fireEvent.click(tileAt(5));

		expect(selected()).toEqual([2, 5]);
		expect(open).not.toHaveBeenCalled();
	});

	test.each([
		['moves', () => pointer('pointermove', tileAt(2), { ...finger, clientY: 30 })],
		['is lifted', () => pointer('pointerup', tileAt(2), finger)],
		['scrolls', () => pointer('pointercancel', tileAt(2), finger)],
		['sees the list scroll', () => fireEvent.scroll(tileAt(2))],
	])('selects nothing where it %s', async (_, meanwhile) => {
		await pointer('pointerdown', tileAt(2), finger);
		await meanwhile();
		vi.advanceTimersByTime(500);

		expect(selected()).toEqual([]);
	});

	test('selects where it only trembles', async () => {
		await pointer('pointerdown', tileAt(2), finger);
		await pointer('pointermove', tileAt(2), { ...finger, clientY: 14 });
		vi.advanceTimersByTime(500);

		expect(selected()).toEqual([2]);
	});

	test('neither drags nor opens a menu', async () => {
		await pointer('pointerdown', tileAt(2), finger);
		expect(tileAt(2).draggable).toBe(false);

		expect(await fireEvent.contextMenu(tileAt(2))).toBe(false);
		expect(openMenu).not.toHaveBeenCalled();
	});
});

describe('a lasso', () => {
	const mouse = { pointerType: 'mouse', button: 0, buttons: 1 };

	/** The grid at the corner of a window, its tiles 100 pixels wide and high. */
	beforeEach(() => {
		grid.dataset.scroller = '';
		grid.getBoundingClientRect = () => new DOMRect(0, 0, 300, 300);
		Object.defineProperty(grid, 'clientWidth', { value: 300 });
		[...grid.children].forEach((tile, index) => {
			const row = Math.floor(index / COLUMNS);
			tile.getBoundingClientRect = () =>
				new DOMRect((index % COLUMNS) * 100, row * 100 - grid.scrollTop, 100, 100);
		});
	});

	async function begin(on: Element, [clientX, clientY]: Point, keys: MouseEventInit = {}) {
		await pointer('pointerdown', on, { ...mouse, clientX, clientY, ...keys });
		// Its file is loaded with the first press.
		await import('$lib/vault/list/lasso');
		await tick();
	}
	type Point = readonly [number, number];
	const moveTo = ([clientX, clientY]: Point) =>
		pointer('pointermove', document.body, { ...mouse, clientX, clientY });
	const letGo = () => pointer('pointerup', document.body, { ...mouse, buttons: 0 });
	afterEach(letGo);

	test('begun on empty room selects what it touches, and lets go of what it leaves', async () => {
		await begin(grid, [150, 250]);

		await moveTo([290, 110]);
		expect(selected()).toEqual([4, 5, 7, 8]);
		await moveTo([290, 220]);
		expect(selected()).toEqual([7, 8]);
		await letGo();
		await moveTo([290, 10]);

		expect(selected()).toEqual([7, 8]);
	});

	test('selects what it touches also below what stands before the first row', async () => {
		margin = 100;
		await begin(grid, [150, 250]);

		await moveTo([290, 110]);

		expect(selected()).toEqual([4, 5, 7, 8]);
	});

	test('is begun beside a name, where nothing is dragged, and its click selects nothing', async () => {
		await begin(tileAt(4), [150, 150]);
		expect(tileAt(4).draggable).toBe(false);

		await moveTo([150, 250]);
		await letGo();
		await fireEvent.click(tileAt(4));

		expect(selected()).toEqual([4, 7]);
	});

	test.each([
		['a name', () => linkIn(4)],
		[
			'one that is selected',
			() => {
				selection.only(entryAt(4).id);
				return tileAt(4);
			},
		],
	])('is not begun on %s, which is dragged', async (_, on) => {
		const target = on();
		tileAt(4).setAttribute('aria-selected', String(selection.has(entryAt(4).id)));
		await begin(target, [150, 150]);

		await moveTo([150, 250]);

		expect(tileAt(4).draggable).toBe(true);
		expect(selected()).not.toContain(7);
	});

	test.each(['shiftKey', 'ctrlKey', 'metaKey'])('with %s extends what is selected', async (key) => {
		selection.only(entryAt(0).id);
		await begin(grid, [150, 250], { [key]: true });

		await moveTo([150, 150]);

		expect(selected()).toEqual([0, 4, 7]);
	});

	test('of a hand that trembles is a press', async () => {
		selection.only(entryAt(0).id);
		await begin(grid, [150, 250]);

		await moveTo([152, 252]);

		expect(selected()).toEqual([0]);
	});

	test('is taken back by Escape', async () => {
		selection.only(entryAt(0).id);
		await begin(grid, [150, 250]);
		await moveTo([150, 150]);

		await press('Escape');

		expect(selected()).toEqual([0]);
	});

	test('scrolls at the edge, and reaches what comes into view', async () => {
		await begin(grid, [150, 150]);

		await moveTo([150, 299]);
		await vi.waitFor(() => expect(grid.scrollTop).toBeGreaterThan(60));
		await fireEvent.scroll(grid);

		expect(selected()).toEqual([4, 7, 10]);
	});

	test('is not drawn by a finger, nor on a scrollbar', async () => {
		await begin(grid, [150, 250], { pointerType: 'touch' } as MouseEventInit);
		await moveTo([150, 150]);
		expect(selected()).toEqual([]);

		const onBar = new PointerEvent('pointerdown', { bubbles: true, ...mouse });
		Object.defineProperty(onBar, 'offsetX', { value: 310 });
		await fireEvent(grid, onBar);
		await moveTo([150, 150]);

		expect(selected()).toEqual([]);
	});
});
