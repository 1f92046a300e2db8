import { foldText } from '#contract/folding';
import { containsWords, searchWords } from '#contract/search-words';
import { describe, expect, test } from 'vitest';

const found = (query: string, name: string) => {
	const words = searchWords(query);
	return words !== undefined && containsWords(foldText(name), words);
};

describe('a query is in a name', () => {
	test.each([
		['resume', 'Résumé Müller.pdf'],
		['muller RES', 'Résumé Müller.pdf'],
		['v2', 'report2024v2.pdf'],
		['계획', '사업계획서.docx'],
		['*.pdf', 'Report.PDF'],
		['rep*.pdf', 'report.pdf'],
		['*2024*', 'report2024v2.pdf'],
		['*', 'anything'],
		['r*p*t*', 'report'],
		['r', 'my report'],
		['写', '春の写真'],
	])('%j in %j', (query, name) => {
		expect(found(query, name)).toBe(true);
	});

	test.each([
		['*.pdf', 'report.pdf.zip'],
		['pdf*', 'report.pdf'],
		['ab*ba', 'aba'],
		['*a*b*', 'ba'],
		['r', 'over'],
		['r', '𝒳 ar'],
		['resume letter', 'Résumé'],
	])('%j not in %j', (query, name) => {
		expect(found(query, name)).toBe(false);
	});

	test.each(['', ' ', '...', '_-_'])(
		'that is nothing but signs that tell nothing is none: %j',
		(query) => {
			expect(searchWords(query)).toBeUndefined();
		},
	);
});

test('a pattern of many stars is told in the time that its length takes', () => {
	const pattern = `${'a*'.repeat(120)}b`;

	expect(found(pattern, 'a'.repeat(255))).toBe(false);
});
