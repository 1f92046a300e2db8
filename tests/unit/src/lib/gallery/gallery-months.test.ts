import DateScrubber from '$lib/components/gallery/DateScrubber.svelte';
import { monthAt } from '$lib/gallery/gallery-months';
import { galleryLayout } from '$lib/gallery/gallery-rows';
import { TileSize } from '$lib/gallery/tile-size.svelte';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

afterEach(() => {
	cleanup();
	localStorage.clear();
});

const vault = new FakeVaultApi();
const months = ['2020-03', '2020-02', '2019-12'].map((month) => ({ month, files: 20 }));
const rows = galleryLayout(
	{ width: 400, height: 100, gap: 0 },
	new Map(),
)(
	['2020-03-20', '2020-03-10', '2020-02-05', '2019-12-24'].map((day) =>
		vault.addFile('a.jpg', undefined, { modifiedAt: `${day}T12:00:00.000Z` }),
	),
);

it('knows which month of the whole gallery a row lies in', () => {
	const placeOf = (month: string) =>
		monthAt(
			months,
			rows,
			rows.findIndex(({ key }) => key === month),
		);
	expect(months.map(({ month }) => placeOf(month))).toEqual([0, 1, 2]);
	expect(monthAt(months, rows, rows.length)).toBe(2);
	expect(monthAt(months, rows, 1)).toBe(0);
	expect(monthAt(months, [], 5)).toBe(0);
	expect(monthAt([], rows, 0)).toBe(0);
	// Of a month that was not there when they were counted.
	expect(monthAt(months.slice(1), rows, 0)).toBe(0);
});

it('goes along with the thumb as far as is loaded, and further when it is let go', async () => {
	const onchosen = vi.fn();
	const isLoaded = (month: string) => month >= '2020-02';
	render(DateScrubber, { months, current: 0, isLoaded, onchosen });
	const scrubber = screen.getByRole<HTMLInputElement>('slider', { name: 'Go to a month' });
	expect(scrubber.getAttribute('aria-valuetext')).toBe('March 2020');

	await fireEvent.input(scrubber, { target: { value: '1' } });
	expect(onchosen.mock.calls).toEqual([['2020-02']]);

	await fireEvent.input(scrubber, { target: { value: '2' } });
	expect(scrubber.getAttribute('aria-valuetext')).toBe('December 2019');
	expect(onchosen).toHaveBeenCalledTimes(1);
	await fireEvent.change(scrubber);
	expect(onchosen.mock.calls).toEqual([['2020-02'], ['2019-12']]);
});

it('keeps how large the pictures are on this device, within its ends', () => {
	const tiles = new TileSize();
	const usual = tiles.width;
	for (let press = 0; press < 9; press++) tiles.change(1);
	expect(tiles.isLargest).toBe(true);
	expect(new TileSize().width).toBe(tiles.width);
	expect(tiles.width).toBeGreaterThan(usual);

	for (let press = 0; press < 9; press++) tiles.change(-1);
	expect(tiles.isSmallest).toBe(true);
	localStorage.setItem('cloudvault.tiles', 'nonsense');
	expect(new TileSize().width).toBe(usual);
});
