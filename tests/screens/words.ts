import { join } from 'node:path';
import { loadCatalogue } from '../../architecture/languages/po-files.ts';
import { pseudo } from '../../architecture/languages/pseudo.ts';
import type { Language } from './looks.ts';

/** What stands on the screen for an English sentence of the source, in one language. */
export type Say = (sentence: string, ...values: readonly string[]) => string;

const PROJECT = join(import.meta.dirname, '../..');

/** What it answers throws for a sentence that the language does not have. */
export function wordsOf(language: Language): Say {
	const translate = translator(language);
	return (sentence, ...values) =>
		translate(sentence).replaceAll(/\{(\d+)\}/g, (_, at: string) => values[Number(at)] ?? '');
}

function translator(language: Language): (sentence: string) => string {
	switch (language) {
		case 'en':
			return (sentence) => sentence;
		case 'en-XA':
		case 'ar-XB':
			return (sentence) => pseudo({ text: sentence }, language)[0] ?? sentence;
		case 'de': {
			const known = new Map(
				loadCatalogue(PROJECT, language).map(({ sentence, texts }) => [sentence.text, texts[0]]),
			);
			return (sentence) => {
				const text = known.get(sentence);
				if (text === undefined) throw new Error(`${sentence} is not said in ${language}.`);
				return text;
			};
		}
	}
}
