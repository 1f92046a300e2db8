import { splitExtension } from '#contract/names';
import {
	beginningOf,
	beginsWord,
	containsWords,
	type SearchPart,
	type SearchWords,
} from '#contract/search-words';
import type { StoredEntry } from './entry.ts';

/**
 * Lower is better: the whole name, then without its extension; folders by a beginning or a word; files by a beginning,
 * then by a word; what has the parts within words, folders first; and last what has some of them in the folders above alone.
 */
export function rankOf(kind: StoredEntry['kind'], foldedName: string, words: SearchWords): number {
	const query = beginningOf(words);
	if (foldedName === query) return 0;
	if (!containsWords(foldedName, words)) return kind === 'folder' ? 8 : 9;
	if (splitExtension(foldedName)[0] === query) return 1;
	const begins = query !== '' && foldedName.startsWith(query);
	const atWords = begins || words.parts.every((part) => isAtWord(foldedName, part));
	if (kind === 'folder') return begins ? 2 : atWords ? 3 : 6;
	return begins ? 4 : atWords ? 5 : 7;
}

function isAtWord(foldedName: string, part: SearchPart): boolean {
	return part.kind === 'glob' || beginsWord(foldedName, part.text);
}
