import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsByKey } from './catalogue.ts';
import { findSentences, withMarks } from './find-sentences.ts';
import { inWords } from './marks.ts';
import { loadCatalogue } from './po-files.ts';
import { keyOf } from './sentence.ts';
import { MAILS } from './sentences-of-site.ts';

/** Where the mails of a language are, from the folder of the project. */
export const mailsFile = (language: string): string => MAILS.replace(/\.ts$/, `.${language}.ts`);

/**
 * The source of the mails with the words of a language in the place of the English ones. A function says mails in the language of each
 * reader, so its bundle has all of them; a file of the site has one.
 */
export function mailsOf(project: string, language: string): string {
	const source = readFileSync(join(project, MAILS), 'utf8');
	const found = findSentences(MAILS, source);
	const texts = textsByKey(loadCatalogue(project, language));
	const english = new Map(found.map(({ sentence }) => [keyOf(sentence), sentence]));
	const words = (key: string) => texts.get(key) ?? [english.get(key)?.text ?? key];
	return `// Written by \`npm run catalogue\`: the code of sentences.ts, in the words of src/locales/${language}.po.\n${inWords(withMarks(source, found).toString(), words)}`;
}
