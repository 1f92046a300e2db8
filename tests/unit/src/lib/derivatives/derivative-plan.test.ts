import {
	drawingKind,
	fitInto,
	isDrawnAtUpload,
	isTooLarge,
	needsPreview,
} from '$lib/derivatives/derivative-plan';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it.each([
	['a.jpg', 'image/jpeg', 'picture'],
	['a.heic', 'image/heic', 'picture'],
	['a.svg', 'image/svg+xml', 'drawing'],
	['a.psd', 'image/vnd.adobe.photoshop', undefined],
	['a.mp4', 'video/mp4', 'film'],
	// To browsers the source is a film of that type.
	['a.ts', 'video/mp2t', 'text'],
	['a.pdf', 'application/pdf', 'pdf'],
	['a.html', 'text/html', 'text'],
	['a.rs', 'application/octet-stream', 'text'],
	['a.zip', 'application/zip', undefined],
])('draws %s, which is %s, as: %s', (name, contentType, kind) => {
	expect(drawingKind({ name, contentType, sizeBytes: 1 })).toBe(kind);
});

it.each([
	['a.png', 'image/png', 0],
	['a.pdf', 'application/pdf', 100_000_001],
	['a.svg', 'image/svg+xml', 1_000_001],
])('draws nothing from %s (%s) of %i bytes', (name, contentType, sizeBytes) => {
	expect(drawingKind({ name, contentType, sizeBytes })).toBeUndefined();
});

it('draws a text when it is looked at, and everything else as soon as it is stored', () => {
	const sizeBytes = 1;

	expect(isDrawnAtUpload({ name: 'a.txt', contentType: 'text/plain', sizeBytes })).toBe(false);
	expect(isDrawnAtUpload({ name: 'a.pdf', contentType: 'application/pdf', sizeBytes })).toBe(true);
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
	['application/pdf', 131_072, 2048, 2048, true],
	['application/pdf', 90_000, 2048, 2048, false],
	['image/svg+xml', 90_000, 640, 480, false],
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
