import { isJpeg, scaledSize } from '$lib/derivatives/scaled-jpeg';
import { expect, test } from 'vitest';

test.each([
	// width, height, side, and what it is decoded at
	[4000, 3000, 2048, '2500 × 1875'],
	[3000, 4000, 2048, '1875 × 2500'],
	[4000, 3000, 320, '500 × 375'],
	[8192, 6144, 2048, '2048 × 1536'],
	[641, 401, 320, '321 × 201'],
	[20_000, 10, 320, '2500 × 2'],
])('%i × %i is decoded for a side of %i at %s', (width, height, side, words) => {
	const size = scaledSize({ width, height }, side);

	expect(`${String(size?.width)} × ${String(size?.height)}`).toBe(words);
	expect(Math.max(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(side);
});

test.each([
	[2048, 1536, 2048],
	[2300, 1536, 2048],
	[100, 80, 320],
])('%i × %i is decoded whole for a side of %i', (width, height, side) => {
	expect(scaledSize({ width, height }, side)).toBeUndefined();
});

test.each([
	[[0xff, 0xd8, 0xff], true],
	[[0x89, 0x50], false],
	[[0xff], false],
	[[], false],
])('%j is a JPEG: %s', (bytes, is) => {
	expect(isJpeg(new Uint8Array(bytes).buffer)).toBe(is);
});
