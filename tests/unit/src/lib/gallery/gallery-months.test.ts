import DateScrubber from '$lib/components/gallery/DateScrubber.svelte';
import { monthAt, monthsOf } from '$lib/gallery/gallery-months';
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
const rows = galleryLayout(
	{ width: 400, height: 100, gap: 0 },
	new Map(),
)(
	['2020-03-20', '2020-03-10', '2020-02-05', '2019-12-24'].map((day) =>
		vault.addFile('a.jpg', undefined, { modifiedAt: `${day}T12:00:00.000Z` }),
	),
);
const months = monthsOf(rows);

it('knows the months of the gallery, and which of them a row lies in', () => {
	expect(months.map(({ name }) => name)).toEqual(['March 2020', 'February 2020', 'December 2019']);
	expect(months.map(({ row }) => monthAt(months, row))).toEqual([0, 1, 2]);
	expect(monthAt(months, rows.length)).toBe(2);
	expect(monthAt(months, (months[1]?.row ?? 0) - 1)).toBe(0);
	expect(monthAt([], 5)).toBe(0);
});

it('goes to the month that is chosen, and brings older ones at its end', async () => {
	const [onchosen, onend] = [vi.fn(), vi.fn()];
	render(DateScrubber, { months, current: 0, onchosen, onend });
	const scrubber = screen.getByRole<HTMLInputElement>('slider', { name: 'Go to a month' });
	expect(scrubber.getAttribute('aria-valuetext')).toBe('March 2020');

	await fireEvent.input(scrubber, { target: { value: '1' } });
	expect(onchosen).toHaveBeenLastCalledWith(months[1]);
	expect(onend).not.toHaveBeenCalled();

	await fireEvent.input(scrubber, { target: { value: '2' } });
	expect(onchosen).toHaveBeenLastCalledWith(months[2]);
	expect(onend).toHaveBeenCalledTimes(1);
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
