import type { Entry } from '#contract/entries';

/**
 * Of sentences about entries, the one that speaks of these. English has one word for a file and a folder; a language whose nouns have
 * genders has two, and tells the sentences apart by `said of a file` and `said of a folder` before them.
 */
export function byKind(
	entries: readonly Entry[],
	words: { readonly file: string; readonly folder: string; readonly several: string },
): string {
	const [first, ...others] = entries;
	return first && others.length === 0 ? words[first.kind] : words.several;
}
