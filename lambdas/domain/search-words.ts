import { foldName } from './fold-name.ts';

/** What is looked for: a name matches that has all parts, wherever they are. */
export interface SearchWords {
	/** Folded, never empty. */
	readonly parts: readonly string[];
}

/** Signs so common that they tell nothing. */
const ONLY_SEPARATORS = /^[\s._-]*$/u;
const WORD_CHAR = /[\p{L}\p{M}\p{N}]/u;

/** `undefined` where nothing can be looked for, as in `...`. */
export function searchWords(query: string): SearchWords | undefined {
	const folded = foldName(query);
	if (ONLY_SEPARATORS.test(folded)) return undefined;
	return { parts: folded.split(/\s+/u).filter((part) => part !== '') };
}

/** True where the folded name has all the parts. */
export function containsWords(foldedName: string, words: SearchWords): boolean {
	return words.parts.every((part) => foldedName.includes(part));
}

/** Lower is better: the whole name, its beginning, the beginning of a word, or anywhere. */
export function rankOf(foldedName: string, words: SearchWords): number {
	const query = beginningOf(words);
	if (foldedName === query) return 0;
	if (foldedName.startsWith(query)) return 1;
	const atWord = words.parts.every((part) => {
		const at = foldedName.indexOf(part);
		return at === 0 || !WORD_CHAR.test(foldedName[at - 1] ?? '');
	});
	return atWord ? 2 : 3;
}

/** What a name begins with that has the parts as they were typed. */
export function beginningOf({ parts }: SearchWords): string {
	return parts.join(' ');
}
