import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gramsAnywhere, gramsOf } from '../../../../../lambdas/adapters/mysql-catalog/grams.ts';
import { foldName } from '../../../../../lambdas/domain/fold-name.ts';
import { containsWords, searchWords } from '../../../../../lambdas/domain/search-words.ts';

describe('the grams of a name', () => {
	test.each([
		['IMG_20.jpg', ['i', 'im', 'img', '2', '20', 'j', 'jp', 'jpg']],
		['a b', ['a', 'b']],
		['写真館', ['写', '写真', '写真館', '真', '真館', '館']],
		['100%', ['1', '10', '100', '%']],
		['...', []],
	])('%j', (name, grams) => {
		expect(gramsOf(name)).toEqual(grams);
	});

	test('are those of its end as well, however long it is', () => {
		const letters = Array.from({ length: 252 }, (_, i) =>
			String.fromCharCode(0x61 + ((i * i) % 23)),
		);

		expect(gramsOf(`${letters.join('')}end`)).toContain('end');
	});
});

describe('a query', () => {
	test.each([
		['2041', ['204', '041']],
		['g_20', ['20']],
		['ab', ['ab']],
		['a', ['a']],
		['写真', ['写真']],
		['a%', ['%']],
		['march o', ['mar', 'arc', 'rch', 'o']],
		['a写', ['写']],
	])('%j asks for %j', (query, grams) => {
		const words = searchWords(query);
		expect(words && gramsAnywhere(words)).toEqual(grams);
	});

	test.each(['', ' ', '...', '_-_'])(
		'of nothing but signs that tell nothing asks for nothing: %j',
		(query) => {
			expect(searchWords(query)).toBeUndefined();
		},
	);

	test('of three letters or more finds every name it is a part of', () => {
		const letters = fc.string({
			unit: fc.constantFrom('a', 'b', 'c', '1', '2', ' ', '_', '.', '%', 'é', 'ß', '写', '🍣'),
			minLength: 3,
			maxLength: 20,
		});
		const cut = fc.tuple(letters, fc.nat(20), fc.nat(20));
		fc.assert(
			fc.property(cut, ([name, from, length]) => {
				const query = name.slice(from, from + length).trim();
				const words = searchWords(query);
				// One or two letters find beginnings: that is another promise.
				if (
					words === undefined ||
					!query.isWellFormed() ||
					!query.split(/\s+/).every((part) => /[a-zéß12]{3}/.test(part))
				)
					return;
				const grams = new Set(gramsOf(name));
				expect(containsWords(foldName(name), words)).toBe(true);
				expect(gramsAnywhere(words).filter((gram) => !grams.has(gram))).toEqual([]);
			}),
			{ numRuns: 5000 },
		);
	});
});
