import { pageLines } from '$lib/derivatives/text-page';
import { expect, it } from 'vitest';

const page = { linesMax: 4, charsMax: 5 };

it.each([
	['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
	['one\n\ntwo', ['one', '', 'two']],
	['abcdefghijkl\nm', ['abcde', 'fghij', 'kl', 'm']],
	['\n\n  a', ['a']],
	['x\ty', ['x    ', 'y']],
	['🌍🌍🌍🌍🌍🌍', ['🌍🌍🌍🌍🌍', '🌍']],
	['', ['']],
])('lays %j out in lines', (text, lines) => {
	expect(pageLines(text, page)).toEqual(lines);
});

it('reads no further than the page is long, however long the line', () => {
	expect(pageLines('word '.repeat(1_000_000), page)).toHaveLength(4);
});
