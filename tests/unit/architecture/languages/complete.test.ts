import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, translated } from '../../../../architecture/languages/catalogue.ts';
import { mailsFile, mailsOf } from '../../../../architecture/languages/mails.ts';
import { manifestFile, manifestOf } from '../../../../architecture/languages/manifest.ts';
import { loadCatalogue } from '../../../../architecture/languages/po-files.ts';
import type { Sentence } from '../../../../architecture/languages/sentence.ts';
import { sentencesOf } from '../../../../architecture/languages/sentences-of-site.ts';
import { spoken as mailed } from '../../../../lambdas/mails/mails.ts';
import { languages } from '../../../../src/lib/language/languages.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const texts = (sentences: readonly Sentence[]) =>
	sentences.map(({ text, many, context }) =>
		[text, many, context].filter((part) => part !== undefined).join(' | '),
	);

/** `npm run catalogue` takes in what is new and lists what to translate. */
describe.each(translated)('the catalogue of %s', (language) => {
	const entries = loadCatalogue(ROOT, language);

	it('has what the site says, and nothing else', () => {
		expect(texts(entries.map(({ sentence }) => sentence))).toEqual(texts(sentencesOf(ROOT)));
	});

	it('is what the manifest and the mails are said by', () => {
		const written = (path: string) => readFileSync(join(ROOT, path), 'utf8');
		expect(written(manifestFile(language))).toBe(manifestOf(ROOT, { language, entries }));
		expect(written(mailsFile(language))).toBe(mailsOf(ROOT, language));
	});

	it('says all of it, with the same values and elements', () => {
		expect(faultsOf(entries, language)).toEqual([]);
	});
});

describe('the languages of a build', () => {
	it('are those that the settings offer, beside English', () => {
		expect(languages.map(({ tag }) => tag)).toEqual(['en', ...translated]);
	});

	it('are those that mails are said in', () => {
		expect(Object.keys(mailed).toSorted()).toEqual(['en', ...translated].toSorted());
	});
});
