import { justifiedRows } from '$lib/gallery/justified-rows';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ratio = fc.double({ min: 0.1, max: 12, noNaN: true });
const shape = fc.record({
	width: fc.integer({ min: 300, max: 3000 }),
	height: fc.integer({ min: 60, max: 150 }),
	gap: fc.integer({ min: 0, max: 8 }),
});

describe('rows of pictures in their own form', () => {
	it('hold every picture once, in order, fill the width but for the last, and are about as high as wished', () => {
		fc.assert(
			fc.property(fc.array(ratio, { maxLength: 60 }), shape, (ratios, wished) => {
				const rows = justifiedRows(ratios, wished);

				expect(rows.flatMap(({ widths }) => widths)).toHaveLength(ratios.length);
				for (const [index, { start, height, widths }] of rows.entries()) {
					expect(start).toBe(rows.slice(0, index).reduce((sum, row) => sum + row.widths.length, 0));
					const taken = widths.reduce((sum, width) => sum + width + wished.gap, -wished.gap);
					if (index < rows.length - 1) expect(taken).toBeCloseTo(wished.width, 6);
					else expect(taken).toBeLessThan(wished.width + 1e-6);
					// A picture is at least half as wide and at most three times as wide as it is high.
					for (const [at, width] of widths.entries())
						expect(width / height).toBeCloseTo(
							Math.min(3, Math.max(0.5, ratios[start + at] ?? NaN)),
							6,
						);
					expect(height).toBeGreaterThan(wished.height / 2.2);
					expect(height).toBeLessThan(wished.height * 2.2);
				}
			}),
		);
	});

	it('do not move when pictures are appended, but for the last row', () => {
		fc.assert(
			fc.property(
				fc.array(ratio, { maxLength: 40 }),
				fc.array(ratio, { maxLength: 40 }),
				shape,
				(ratios, more, wished) => {
					const before = justifiedRows(ratios, wished).slice(0, -1);

					expect(justifiedRows([...ratios, ...more], wished).slice(0, before.length)).toEqual(
						before,
					);
				},
			),
		);
	});

	it('do not stretch what is left', () => {
		expect(justifiedRows([1, 1.5], { width: 1000, height: 200, gap: 4 })).toEqual([
			{ start: 0, height: 200, widths: [200, 300] },
		]);
	});
});
