import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { PlacedRows } from '$lib/vault/list/placed-rows.svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID } from '../fake-vault-api';

const COUNT = 1000;
const PAGE = 200;
const HEIGHT = 40;

let vault: FakeVaultApi;
let view: FolderView;
let rows: PlacedRows;
let scroller: HTMLElement;
let stop: () => void;
let total: number | undefined = COUNT;

beforeEach(async () => {
	vi.useFakeTimers();
	total = COUNT;
	vault = new FakeVaultApi({ pageSize: PAGE });
	for (let n = 0; n < COUNT; n++) vault.addFile(String(n).padStart(4, '0'));
	scroller = document.body.appendChild(document.createElement('div'));
	Object.defineProperty(scroller, 'clientHeight', { value: 20 * HEIGHT });
	stop = $effect.root(() => {
		view = new FolderView(ROOT_ID, { call: vault.call, sort: 'name' });
		rows = new PlacedRows({
			list: () => view.list,
			total: () => total,
			selection: () => view.selection,
			rowHeight: () => HEIGHT,
		});
		$effect(() => rows.scroller(scroller) ?? undefined);
	});
	flushSync();
	await view.show('name');
});
afterEach(() => {
	stop();
	scroller.remove();
	vi.useRealTimers();
});

const shown = () => [view.list.entries[0]?.name, view.list.entries.at(-1)?.name];
const asked = () => vault.requestsOf('listFolder').length;

async function scrollTo(row: number): Promise<void> {
	scroller.scrollTop = row * HEIGHT;
	scroller.dispatchEvent(new Event('scroll'));
	await vi.advanceTimersByTimeAsync(1000);
}

it('what is not loaded has the room of its rows', () => {
	expect([rows.roomBefore, rows.roomBehind]).toEqual([0, (COUNT - PAGE) * HEIGHT]);
});

it.each([
	[400, 300, '0300', '0499'],
	[700, 600, '0600', '0799'],
	[990, 800, '0800', '0999'],
])(
	'a scrollbar left at row %i shows by one call what is there, and each row keeps its place',
	async (row, before, first, last) => {
		const calls = asked();

		await scrollTo(row);

		expect(asked() - calls).toBe(1);
		expect(shown()).toEqual([first, last]);
		expect(rows.before).toBe(before);
		expect(rows.roomBefore).toBe(before * HEIGHT);
		expect(rows.roomBehind).toBe((COUNT - PAGE - before) * HEIGHT);
	},
);

it.each([400, 700])(
	'from the middle at %i the pages before and behind come, down to both ends',
	async (row) => {
		await scrollTo(row);
		const middle = rows.before;

		await view.list.loadMore('start');
		expect(rows.before).toBe(middle - PAGE);
		await view.list.loadMore('end');
		await view.list.loadRest();

		expect(view.list.complete).toBe(true);
		expect(view.list.entries.map(({ name }) => Number(name))).toEqual(
			Array.from({ length: COUNT }, (_, n) => n),
		);
		expect([rows.before, rows.roomBefore, rows.roomBehind]).toEqual([0, 0, 0]);
	},
);

it('what was read in the middle is read again there', async () => {
	await scrollTo(400);
	vault.addFile('0350a');

	await view.list.refresh();

	expect(shown()[0]).toBe('0300');
	expect(view.list.entries.map(({ name }) => name)).toContain('0350a');
});

it('while one scrolls, and near to what is loaded, nothing is asked for', async () => {
	const calls = asked();
	for (const row of [300, 500, 700]) {
		scroller.scrollTop = row * HEIGHT;
		scroller.dispatchEvent(new Event('scroll'));
		await vi.advanceTimersByTimeAsync(50);
	}
	await scrollTo(190);

	expect(asked()).toBe(calls);
});

it('what did not come without a network comes with it', async () => {
	vault.refuse('listFolder', 'internal');
	await scrollTo(400);
	expect(shown()).toEqual(['0000', '0199']);

	window.dispatchEvent(new Event('online'));
	await vi.advanceTimersByTimeAsync(0);

	expect(shown()).toEqual(['0300', '0499']);
});

it('what the vault did not answer is offered again, and comes where one is then', async () => {
	vault.refuse('listFolder', 'internal');
	await scrollTo(400);
	expect(view.list.moreFailed).toBe(true);

	rows.readAgain('end');
	await vi.advanceTimersByTimeAsync(0);

	expect(view.list.moreFailed).toBe(false);
	expect(shown()).toEqual(['0300', '0499']);
});

it('what is next to what is loaded comes again as the next page', async () => {
	vault.refuse('listFolder', 'internal');
	await view.list.loadMore('end');
	expect(view.list.moreFailed).toBe(true);

	rows.readAgain('end');
	await vi.advanceTimersByTimeAsync(0);

	expect(shown()).toEqual(['0000', '0399']);
});

it('a window that is turned shows what is in view then', async () => {
	scroller.scrollTop = 700 * HEIGHT;
	window.dispatchEvent(new Event('resize'));
	await vi.advanceTimersByTimeAsync(1000);

	expect(shown()).toEqual(['0600', '0799']);
});

it('what is selected stays: all between is read', async () => {
	view.selection.only(view.list.entries[3]?.id ?? '');

	await scrollTo(990);

	expect(shown()).toEqual(['0000', '0999']);
	expect(view.selection.count).toBe(1);
});

it.each([undefined, 200_001])('a list of %s entries has no room for what is not loaded', (many) => {
	total = many;

	expect([rows.isPlaced, rows.roomBehind]).toEqual([false, 0]);
});

it('shows the end where the list has become shorter than the place', async () => {
	await view.list.goTo(COUNT + 100, 3 * COUNT);

	expect(shown().at(-1)).toBe('0999');
	expect(rows.roomBehind).toBe(0);
});
