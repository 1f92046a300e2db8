import { Fling } from '$lib/vault/list/fling.svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Scrolls by so many pixels each of so many frames. */
function scrolling(fling: Fling, pixels: number, frames: number): boolean[] {
	return Array.from({ length: frames }, (_, frame) => {
		fling.scrolled(frame * pixels, frame * 16);
		return fling.isFast;
	});
}

test('more than four screens a second are too fast, and less are not', () => {
	expect(scrolling(new Fling(), 400, 4)).toEqual([false, true, true, true]);
	expect(scrolling(new Fling(), -400, 4)).toEqual([false, true, true, true]);
	expect(scrolling(new Fling(), 40, 4)).toEqual([false, false, false, false]);
});

test('a jump is not: what is there is looked at', () => {
	const fling = new Fling();

	fling.scrolled(0, 0);
	fling.scrolled(90_000, 5000);

	expect(fling.isFast).toBe(false);
});

test('it ends when it slows down, or rests', () => {
	const fling = new Fling();
	scrolling(fling, 400, 4);
	fling.scrolled(3 * 400 + 10, 4 * 16);
	expect(fling.isFast).toBe(false);

	fling.scrolled(3 * 400 + 400, 5 * 16);
	expect(fling.isFast).toBe(true);
	vi.advanceTimersByTime(150);
	expect(fling.isFast).toBe(false);
});
