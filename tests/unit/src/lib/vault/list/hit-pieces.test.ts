import { searchWords } from '#contract/search-words';
import { hitPieces } from '$lib/vault/list/hit-pieces';
import { expect, test } from 'vitest';

/** The hits in brackets. */
const marked = (name: string, query: string) =>
	hitPieces(name, searchWords(query))
		.map(({ text, hit }) => (hit ? `[${text}]` : text))
		.join('');

test.each([
	['Résumé Müller.pdf', 'resume mull', '[Résumé] [Müll]er.pdf'],
	['Straße.txt', 'strasse', '[Straße].txt'],
	['Straße.txt', 'ss', 'Stra[ß]e.txt'],
	['Œuvre.txt', 'oe', '[Œ]uvre.txt'],
	['ＡＢＣ.txt', 'bc', 'Ａ[ＢＣ].txt'],
	['İstanbul.jpg', 'istan', '[İstan]bul.jpg'],
	['사업계획서.docx', '계획', '사업[계획]서.docx'],
	['Cafe\u0301 e\u0301', 'é', 'Cafe\u0301 [e\u0301]'],
	['report.pdf', '*.pdf', 'report[.pdf]'],
	['anna ann', 'ann', '[ann]a [ann]'],
	['over the rar', 'r', 'over the [r]ar'],
	['tax.pdf', '2024 tax', '[tax].pdf'],
	['👩‍👩‍👧 menu', 'menu', '👩‍👩‍👧 [menu]'],
	['nothing', 'else', 'nothing'],
])('%j marks for %j: %j', (name, query, expected) => {
	expect(marked(name, query)).toBe(expected);
});
