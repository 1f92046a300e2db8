import { foldText } from '#contract/folding';
import { containsWords, searchWords, type SearchWords } from '#contract/search-words';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	gramPrefix,
	gramsAnywhere,
	gramsOf,
	gramsOfBeginnings,
} from '../../../../../lambdas/adapters/mysql-catalog/grams.ts';

const IMAGE = '\u0001image';
const gramsOfName = (name: string) => gramsOf({ name, kind: 'file', contentType: 'image/png' });
const wordsOf = (query: string): SearchWords => searchWords(query) ?? { parts: [] };

describe('the grams of a name', () => {
	test.each([
		['IMG_20.jpg', ['img', ' im', 'mg', ' 20', '20', 'jpg', ' jp', 'pg']],
		['a b', [' a', ' b']],
		['写真館', ['写真館', '真館', '館']],
		['계획서', ['계획서', '획서', '서']],
		['100%', ['100', ' 10', '00', '%']],
		['(1)', [' 1']],
		['...', []],
	])('%j', (name, grams) => {
		expect(gramsOfName(name)).toEqual([IMAGE, ...grams]);
	});

	test('say what kind of entry has it', () => {
		expect(gramsOf({ name: '.', kind: 'folder' })).toEqual(['\u0001folder']);
		expect(gramsOf({ name: '.', kind: 'file', contentType: 'application/pdf' })).toEqual([
			'\u0001document',
		]);
	});

	test('are those of its end as well, however long it is', () => {
		const letters = Array.from({ length: 252 }, (_, i) =>
			String.fromCharCode(0x61 + ((i * i) % 23)),
		);

		expect(gramsOfName(`${letters.join('')}end`)).toContain('end');
	});

	test('fit their column', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (name) => {
				for (const gram of gramsOfName(name)) {
					expect(Buffer.byteLength(gram)).toBeLessThanOrEqual(12);
				}
			}),
		);
	});
});

describe('a query', () => {
	test.each([
		['2041', ['204', '041']],
		['g_20', [' 20']],
		['a%', ['%']],
		['march o', ['mar', 'arc', 'rch']],
		['*.pdf', ['pdf', ' pd', 'df']],
		['ab*', [' ab']],
		['*v2', ['v2']],
	])('%j asks for %j', (query, grams) => {
		expect(gramsAnywhere(wordsOf(query).parts)).toEqual(grams);
	});

	test.each([
		['ab', 'ab'],
		['a', ' a'],
		['写', '写'],
		['x.a', ' a'],
		['*', '\u0001'],
	])('%j walks what begins with %j', (query, prefix) => {
		expect(gramsAnywhere(wordsOf(query).parts)).toEqual([]);
		expect(gramPrefix(wordsOf(query).parts)).toBe(prefix);
	});
});

describe('every name that a query is a part of', () => {
	const units = [
		...[
			'a',
			'b',
			'c',
			'1',
			'2',
			' ',
			'_',
			'.',
			'%',
			'(',
			'é',
			'ß',
			'写',
			'真',
			'か',
			'カ',
			'계',
			'🍣',
			'ก',
		],
	];
	const names = fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 16 });

	test('has the grams that the query asks for, or one that begins as it says', () => {
		fc.assert(
			fc.property(names, fc.nat(16), fc.nat(16), (name, from, length) => {
				const words = wordsOf(
					Array.from(name)
						.slice(from, from + length)
						.join(''),
				);
				if (words.parts.length === 0 || !containsWords(foldText(name), words)) return;
				const grams = new Set(gramsOfName(name));
				const asked = gramsAnywhere(words.parts);
				expect(asked.filter((gram) => !grams.has(gram))).toEqual([]);
				if (asked.length > 0) return;
				const prefix = gramPrefix(words.parts);
				expect([...grams].some((gram) => gram.startsWith(prefix))).toBe(true);
			}),
			{ numRuns: 20_000 },
		);
	});

	test('has them also where a star stands for what is between', () => {
		fc.assert(
			fc.property(names, fc.nat(16), fc.nat(16), (name, from, to) => {
				const chars = Array.from(name.replaceAll(' ', ''));
				const words = wordsOf(`${chars.slice(0, from).join('')}*${chars.slice(to).join('')}`);
				if (words.parts.length === 0 || !containsWords(foldText(chars.join('')), words)) return;
				const grams = new Set(gramsOfName(chars.join('')));
				expect(gramsAnywhere(words.parts).filter((gram) => !grams.has(gram))).toEqual([]);
			}),
			{ numRuns: 20_000 },
		);
	});

	test('has those of beginnings where it begins the name', () => {
		fc.assert(
			fc.property(names, fc.nat(16), (name, length) => {
				const query = Array.from(name).slice(0, length).join('');
				if (/\s/.test(query)) return;
				const words = wordsOf(query);
				const grams = new Set(gramsOfName(name));
				expect(gramsOfBeginnings(words.parts).filter((gram) => !grams.has(gram))).toEqual([]);
			}),
			{ numRuns: 10_000 },
		);
	});
});
