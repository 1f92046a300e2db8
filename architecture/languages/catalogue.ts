import { join } from 'node:path';
import { hasWords, keyOf, runsOf, tagsOf, valuesOf, type Sentence } from './sentence.ts';

/** What the site speaks beside the English that stands in its source; a `.po` file of this name for each. */
export const translated = ['de'] as const;

const FOLDER = 'src/locales';
export const catalogueFile = (project: string, language: string): string =>
	join(project, FOLDER, `${language}.po`);

/** In the order in which gettext counts the forms of a language, which is that of CLDR. */
const ORDER: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

export function pluralForms(language: string): readonly Intl.LDMLPluralRule[] {
	const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
	return ORDER.filter((form) => pluralCategories.includes(form));
}

/** A sentence and the files that say it. */
export interface Said extends Sentence {
	readonly files: readonly string[];
}

export interface Entry {
	readonly sentence: Sentence;
	/** One text, or one for each form of the language; empty where it is not translated. */
	readonly texts: readonly string[];
}

/** The texts of what is translated. */
export function textsByKey(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
	return new Map(
		entries
			.filter(({ texts }) => texts.length > 0)
			.map(({ sentence, texts }) => [keyOf(sentence), texts]),
	);
}

/** What is wrong with the translations of a language, a sentence for each. */
export function faultsOf(entries: readonly Entry[], language: string): readonly string[] {
	return entries.flatMap(({ sentence, texts }) => {
		const of = sentence.context === undefined ? '' : ` said ${sentence.context}`;
		const about = (fault: string) =>
			`${JSON.stringify(sentence.text)}${of} in ${language}: ${fault}`;
		const expected = sentence.many === undefined ? 1 : pluralForms(language).length;
		if (texts.length === 0) return [about('is not translated')];
		if (texts.length !== expected)
			return [about(`has ${String(texts.length)} of ${String(expected)} forms`)];
		return texts.flatMap((text) => faultOf(sentence.text, text) ?? []).map(about);
	});
}

function faultOf(source: string, text: string): string | undefined {
	if (tagsOf(source).join() !== tagsOf(text).join())
		return 'its tags differ, or stand in another order';
	const runs = runsOf(text);
	for (const [index, run] of runsOf(source).entries()) {
		const other = runs[index] ?? '';
		if (sorted(run) !== sorted(other)) return `its values differ: ${run} and ${other}`;
		if (runs.length > 1 && !hasWords(run) && run.trim() !== other.trim())
			return `${JSON.stringify(other)} stands where English has no words`;
	}
	if (/["<&]/.test(text.replaceAll(/<\/?\d+\/?>/g, ''))) return 'it has a straight quote, < or &';
	if (source.trim() !== source ? text.trim() === text : text.trim() !== text)
		return 'white space at its ends differs';
	return undefined;
}

const sorted = (run: string): string =>
	[...new Set(valuesOf(run))].toSorted((a, b) => a - b).join();
