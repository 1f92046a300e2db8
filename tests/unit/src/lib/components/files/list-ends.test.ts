import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';
import { showFolder } from './folder-screen';

vi.hoisted(() => {
	window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as never;
});
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('https://vault.test/folders'), params: {} } }));

beforeAll(() => {
	standInForTopLayer();
	standInForWindow();
});
afterEach(cleanup);

/** The API's pages have ten times as many. */
const PAGE = 20;

async function folderOf(pages: number, pageSize = PAGE) {
	const vault = new FakeVaultApi({ pageSize });
	const name = (n: number) => `file ${String(n).padStart(5, '0')}`;
	for (let n = 0; n < pages * pageSize; n++) vault.addFile(name(n));
	const { view } = await showFolder(vault);
	const press = async (key: string, held = {}) =>
		fireEvent.keyDown(screen.getByRole('grid'), { key, ...held });
	const selected = () =>
		[...view.selection.ids].map((id) => view.list.entries.find((entry) => entry.id === id)?.name);
	return { vault, view, press, selected, name };
}

it('the rows in view are drawn before those out of it', async () => {
	const counts: number[] = [];
	const count = () => counts.push(document.querySelectorAll('[data-entry-id]').length);
	const drawn = new MutationObserver(count);
	drawn.observe(document.body, { childList: true, subtree: true });
	onTestFinished(() => drawn.disconnect());

	await folderOf(1, 60);

	await waitFor(() => expect(counts.at(-1)).toBe(35));
	expect(counts).toContain(21);
	expect(counts.indexOf(21)).toBeLessThan(counts.indexOf(35));
});

it('End and Home reach the first and the last of any number in one call each', async () => {
	const { press, selected, vault, name } = await folderOf(60);
	const asked = vault.requestsOf('listFolder').length;

	await press('End');
	await waitFor(() => expect(selected()).toEqual([name(60 * PAGE - 1)]));
	await press('Home');
	await waitFor(() => expect(selected()).toEqual([name(0)]));

	expect(vault.requestsOf('listFolder').length - asked).toBe(2);
});

it('rows at the end are numbered by the whole folder', async () => {
	const { press, selected, name } = await folderOf(60);

	await press('End');
	await waitFor(() => expect(selected()).toEqual([name(60 * PAGE - 1)]));

	expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(60 * PAGE + 1));
	const last = screen.getByRole('row', { selected: true });
	expect(last.getAttribute('aria-rowindex')).toBe(String(60 * PAGE + 1));
});

it('Shift and End select without a gap, as far as is read at once, and the rest is offered', async () => {
	const { press, selected, view, name } = await folderOf(30);
	await press('Home');
	await press('ArrowDown');

	await press('End', { shiftKey: true });
	await waitFor(() => expect(view.selection.count).toBe(26 * PAGE - 1));
	await fireEvent.click(await screen.findByRole('button', { name: 'Select on to the end' }));

	await waitFor(() => expect(view.selection.count).toBe(30 * PAGE - 1));
	expect(selected()).toEqual(Array.from({ length: 30 * PAGE - 1 }, (_, n) => name(n + 1)));
});

it('a selection ends with the place: Back shows the folder with nothing selected', async () => {
	const { view } = await folderOf(1);
	view.selection.all();

	cleanup();

	expect(view.selection.count).toBe(0);
});

describe('rows that come into view', () => {
	const ROWS = 35;
	const rowElements = () => [...document.querySelectorAll<HTMLElement>('[data-entry-id]')];
	const names = () => rowElements().map((row) => row.querySelector('a')?.textContent);

	async function scrolledTo(top: number) {
		const scroller = document.querySelector('[data-scroller]');
		if (scroller === null) throw new Error('nothing scrolls');
		scroller.scrollTop = top;
		await fireEvent.scroll(scroller);
	}

	/** 35 rows are in the page: those of a window, of 400 pixels beyond it and 160 behind. */
	async function longFolder() {
		const folder = await folderOf(10);
		while (!folder.view.list.complete) await folder.view.list.loadMore();
		await waitFor(() => expect(rowElements()).toHaveLength(ROWS));
		return folder;
	}

	it('are drawn by the elements of those that have left, and stand in their order when it rests', async () => {
		const { name } = await longFolder();
		const before = rowElements();

		await scrolledTo(400);

		expect(new Set(rowElements())).toEqual(new Set(before));
		await waitFor(() =>
			expect(names()).toEqual(Array.from({ length: ROWS }, (_, n) => name(6 + n))),
		);
		expect(rowElements().map((row) => row.getAttribute('aria-rowindex'))).toEqual(
			Array.from({ length: ROWS }, (_, n) => String(8 + n)),
		);
	});

	it('leave the one with the focus to itself', async () => {
		const { name } = await longFolder();
		const [first] = rowElements();
		first?.focus();

		await scrolledTo(4000);

		await waitFor(() =>
			expect(names()).toEqual([name(0), ...Array.from({ length: ROWS }, (_, n) => name(96 + n))]),
		);
		expect(document.activeElement).toBe(first);
	});

	it('come from above as one scrolls up, as far ahead as from below', async () => {
		const { name } = await longFolder();

		await scrolledTo(4000);
		await scrolledTo(3960);

		await waitFor(() =>
			expect(names()).toEqual(Array.from({ length: ROWS }, (_, n) => name(89 + n))),
		);
	});

	it('are scrolled to by the keyboard, no further than until they are in view', async () => {
		const { press } = await longFolder();
		const scrolled = () => document.querySelector('[data-scroller]')?.scrollTop;

		await press('End');
		await waitFor(() => expect(scrolled()).toBe(200 * 40 - 800));
		await press('ArrowUp');
		await press('Home');
		await waitFor(() => expect(scrolled()).toBe(0));
		await press('ArrowDown');

		expect(scrolled()).toBe(0);
	});

	it('keep their place on the screen when others come before them', async () => {
		const { press, selected, view, name } = await folderOf(60);
		await press('End');
		await waitFor(() => expect(selected()).toEqual([name(60 * PAGE - 1)]));
		const scroller = document.querySelector('[data-scroller]');
		const bottom = 60 * PAGE * 40 - 800;
		await waitFor(() => expect(scroller?.scrollTop).toBe(bottom));
		const placeOf = (row: HTMLElement | undefined) =>
			row?.closest<HTMLElement>('.row[data-slot]')?.style.translate;
		const before = placeOf(rowElements().at(-1));

		await view.list.loadMore();

		// What is loaded begins higher up by as much as its rows are further down in it.
		await waitFor(() => expect(placeOf(rowElements().at(-1))).not.toBe(before));
		expect(names().at(-1)).toBe(name(60 * PAGE - 1));
		expect(scroller?.scrollTop).toBe(bottom);
	});
});
