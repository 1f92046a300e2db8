import * as v from 'valibot';
import { languageTag } from './language-tag.ts';

/** The language of the reader, by whose rules names are to be ordered; absent: the vault's own order. */
export const collation = v.optional(languageTag);

/** Sorted as the vault does, and told without a collator: the first takes milliseconds to make, for which the first list would wait. */
const AS_IN_VAULT = /^(?:en|de|fr|it|nl|pt)\b/;
/** Each a letter, and one that some languages sort apart from it. */
const OWN_LETTERS = ['aå', 'aä', 'oö', 'nñ', 'cč', 'sş', 'lł', 'dđ'];
/** Languages whose collators are kept: a function serves many readers, and a tag is what a request says. */
const KEPT_MAX = 50;
/** By language; undefined where it has none of its own. */
const collators = new Map<string, Intl.Collator | undefined>();

/**
 * Orders names as readers of `language` do, numbers by their value. Undefined where the vault's order is theirs: where a language is
 * written in Latin letters and sorts these as English does, å beside a.
 */
export function ownCollator(language: string | undefined): Intl.Collator | undefined {
	if (language === undefined || AS_IN_VAULT.test(language)) return undefined;
	if (!v.is(languageTag, language)) return undefined;
	if (!collators.has(language)) {
		if (collators.size === KEPT_MAX) collators.clear();
		const own = new Intl.Collator(language, { sensitivity: 'base' });
		const english = new Intl.Collator('en', { sensitivity: 'base' });
		const differs =
			new Intl.Locale(language).maximize().script !== 'Latn' ||
			OWN_LETTERS.some(([a = '', b = '']) => own.compare(a, b) !== english.compare(a, b));
		collators.set(language, differs ? new Intl.Collator(language, { numeric: true }) : undefined);
	}
	return collators.get(language);
}

/** Of a folder's order, or a search's. */
export function isByName(sort: string): boolean {
	return sort === 'name' || sort === '-name';
}
