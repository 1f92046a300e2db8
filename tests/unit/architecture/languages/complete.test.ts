import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, translated } from '../../../../architecture/languages/catalogue.ts';
import { loadCatalogue } from '../../../../architecture/languages/po-files.ts';
import { sentencesOf } from '../../../../architecture/languages/sentences-of-site.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const texts = (sentences: readonly { readonly text: string; readonly many?: string }[]) =>
	sentences.map(({ text, many }) => (many === undefined ? text : `${text} | ${many}`));

/** `npm run catalogue` takes in what is new and lists what to translate. */
describe.each(translated)('the catalogue of %s', (language) => {
	const entries = loadCatalogue(ROOT, language);

	it('has what the site says, and nothing else', () => {
		expect(texts(entries.map(({ sentence }) => sentence))).toEqual(texts(sentencesOf(ROOT)));
	});

	it('says all of it, with the same values and elements', () => {
		expect(faultsOf(entries, language)).toEqual([]);
	});
});
