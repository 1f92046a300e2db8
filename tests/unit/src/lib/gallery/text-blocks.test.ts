import { BLOCK_MAX, textBlocks } from '$lib/gallery/text-blocks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('the blocks of a text', () => {
	it('are the text, and none is longer than a browser lays out at once', () => {
		const line = fc.string({ maxLength: 3 * BLOCK_MAX, unit: 'grapheme' });
		fc.assert(
			fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
				const text = lines.join('\n');
				const blocks = textBlocks(text);
				expect(blocks.join('')).toBe(text);
				expect(blocks.every(({ length }) => length <= BLOCK_MAX)).toBe(true);
			}),
			{ numRuns: 30 },
		);
	});

	it('end at the end of a line where there is one', () => {
		const text = `${'x'.repeat(100)}\n`.repeat(500);

		expect(textBlocks(text).every((block) => block.endsWith('\n'))).toBe(true);
	});

	it('cut a line of a megabyte, but no character of it', () => {
		const blocks = textBlocks('🍣'.repeat(500_000));

		expect(blocks.length).toBeGreaterThan(60);
		expect(blocks.every((block) => block.isWellFormed())).toBe(true);
	});
});
