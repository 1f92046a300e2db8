import { describe, expect, it } from 'vitest';
import { faultsOf, pluralForms } from '../../../../architecture/languages/catalogue.ts';
import { readCatalogue, writeCatalogue } from '../../../../architecture/languages/po-files.ts';
import { pseudo } from '../../../../architecture/languages/pseudo.ts';

const move = { text: 'Move {0} to <0>{1}</0>', files: ['src/a.ts', 'src/b.ts'] };
const file = { text: 'file', many: 'files', files: ['src/a.ts'] };
const said = [move, file];
const entries = [
	{ sentence: move, texts: ['Bewege {0} nach <0>{1}</0>'] },
	{ sentence: file, texts: ['Datei', 'Dateien'] },
];

describe('a catalogue', () => {
	it('keeps what is translated, and drops what the site says no more', () => {
		const gone = { sentence: { text: 'Gone' }, texts: ['Fort'] };
		const written = writeCatalogue(said, { language: 'de', entries: [gone, ...entries] });
		expect(readCatalogue(written).map(({ texts }) => texts)).toEqual(
			entries.map(({ texts }) => texts),
		);
		expect(written).not.toContain('Gone');
	});

	it('takes a new sentence in, without words', () => {
		const written = writeCatalogue([{ text: 'New', files: [] }], { language: 'de', entries });
		expect(readCatalogue(written)).toEqual([{ sentence: { text: 'New' }, texts: [] }]);
	});

	it('keeps the same words apart that speak of different things', () => {
		const contexts = ['of a file', 'of a folder', undefined];
		const same = contexts.map((context, n) => ({
			sentence: { text: 'Paste it', ...(context !== undefined && { context }) },
			texts: [`Füge ${String(n)} ein`],
		}));
		const written = writeCatalogue(
			same.map(({ sentence }) => ({ ...sentence, files: [] })),
			{ language: 'de', entries: same },
		);
		expect(written).toContain('msgctxt "of a folder"\nmsgid "Paste it"\nmsgstr "Füge 1 ein"');
		expect(readCatalogue(written)).toEqual(same);
	});

	it('asks for as many forms as the language has', () => {
		expect(pluralForms('de')).toEqual(['one', 'other']);
		expect(pluralForms('pl')).toEqual(['one', 'few', 'many', 'other']);
	});
});

describe('a translation', () => {
	const faults = (text: string, texts: readonly string[]) =>
		faultsOf([{ sentence: { text }, texts }], 'de').map((fault) => fault.split(': ').at(-1));

	it.each([
		['Cancel', []],
		['Move {0}', ['Bewege']],
		['Move {0}', ['Bewege {1}']],
		['A <0>b</0> c', ['A b c']],
		['A <0>b</0><1/> c', ['A <1/><0>b</0> c']],
		['Cancel', ['Ab"brechen']],
		['Cancel', ['Ab & zu']],
		[' left out', ['ausgelassen']],
	])('of %j as %j is at fault', (text, texts) => {
		expect(faults(text, texts)).toHaveLength(1);
	});

	it.each([
		['Cancel', ['Abbrechen']],
		['{0} of {1}', ['Von {1} sind es {0}']],
		['A <0>b</0> c', ['<0>B</0>, c und a']],
	])('of %j as %j is right', (text, texts) => {
		expect(faults(text, texts)).toEqual([]);
	});

	it('has all forms of a noun', () => {
		const sentence = { text: 'file', many: 'files' };
		expect(faultsOf([{ sentence, texts: ['Datei'] }], 'de')).toEqual([
			'"file" in de: has 1 of 2 forms',
		]);
	});
});

describe('the pseudo-languages', () => {
	it('is longer by 40 %, and keeps values, elements and the white space around', () => {
		expect(pseudo({ text: ' Move {0} to <0>it</0>' }, 'en-XA')).toEqual([
			' [Ḿóṽé {0} ťó <0>íť</0>·····]',
		]);
	});

	it('is read from the right, in as many forms as Arabic has', () => {
		const forms = pseudo({ text: 'file', many: 'files' }, 'ar-XB');
		expect(forms).toHaveLength(6);
		expect(forms[1]).toContain('\u{202E}file\u{202C}');
	});
});
