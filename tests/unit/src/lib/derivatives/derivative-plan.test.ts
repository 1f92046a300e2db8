import { fitInto, isTooLarge, mayBeDrawn, needsPreview } from '$lib/derivatives/derivative-plan';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it.each([
	['image/jpeg', true],
	['image/heic', true],
	['video/mp4', true],
	['image/svg+xml', false],
	['application/pdf', false],
	['text/html', false],
])('draws from %s: %s', (contentType, drawn) => {
	expect(mayBeDrawn({ contentType, sizeBytes: 1 })).toBe(drawn);
});

it('draws nothing from nothing', () => {
	expect(mayBeDrawn({ contentType: 'image/png', sizeBytes: 0 })).toBe(false);
});

it('leaves pictures alone that would fill the memory', () => {
	expect(isTooLarge({ width: 30_000, height: 30_000 }, 1000)).toBe(true);
	expect(isTooLarge({ width: 8000, height: 6000 }, 60_000_000)).toBe(false);
	expect(isTooLarge(undefined, 60_000_000)).toBe(true);
	expect(isTooLarge(undefined, 6_000_000)).toBe(false);
});

it.each([
	['image/jpeg', 131_071, 2048, 1536, false],
	['image/jpeg', 131_072, 2048, 1536, true],
	['image/png', 900_000, 320, 240, false],
	['image/png', 900_000, 321, 240, true],
	['image/jpeg', 90_000, 4000, 3000, true],
	['image/heic', 90_000, 640, 480, true],
	['image/gif', 900_000, 4000, 3000, false],
	['video/mp4', Infinity, 1280, 720, true],
])(
	'makes a preview of %s with %i bytes and %i × %i: %s',
	(contentType, sizeBytes, width, height, preview) => {
		expect(needsPreview({ contentType, sizeBytes }, { width, height })).toBe(preview);
	},
);

it('fits any picture into any square without making it larger or losing it', () => {
	const side = fc.integer({ min: 1, max: 30_000 });
	fc.assert(
		fc.property(side, side, fc.integer({ min: 1, max: 4096 }), (width, height, maxSide) => {
			const fitted = fitInto({ width, height }, maxSide);

			expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(maxSide);
			expect(Math.min(fitted.width, fitted.height)).toBeGreaterThanOrEqual(1);
			expect(fitted.width).toBeLessThanOrEqual(width);
			expect(fitted.height).toBeLessThanOrEqual(height);
		}),
	);
});
