import { foldName } from './fold-name.ts';

/**
 * [Note: Search] A name is found by any part of it. For that each name is kept as its *grams* in a side
 * table, clustered by (owner, gram, entry): every three characters that follow each other within a word,
 * and the first one and first two characters of each word. Where a script writes no spaces every
 * character begins a word, so a Chinese word of two characters is found anywhere. Other signs (`%`, 🍣) are grams of their own.
 *
 * A query becomes the grams that every match must have; the index gives the entries that have them all,
 * and the folded name decides. So a part of three letters or more is found anywhere; one of one or two letters
 * finds the words that begin with it, which is what people type first.
 */
export interface SearchWords {
	/** What a folded name must contain, each. */
	readonly parts: readonly string[];
	/** Grams all matches have; never empty. */
	readonly grams: readonly string[];
}

/** Signs so common that they tell nothing. */
const SEPARATOR = /[\s._-]/u;
const WORD_CHAR = /[\p{L}\p{M}\p{N}]/u;
/** Scripts in which words follow each other without a space. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Of one name; a name with more is found by its beginning, which is where people put what matters. */
const GRAMS_PER_NAME_MAX = 160;
const GRAMS_PER_QUERY_MAX = 12;

/** The grams a name is found by, each once. */
export function gramsOf(name: string): readonly string[] {
	const grams = new Set<string>();
	for (const word of wordsOf(foldName(name))) {
		word.forEach((char, i) => {
			if (i === 0 || UNSPACED.test(char)) {
				grams.add(char);
				if (i + 1 < word.length) grams.add(word.slice(i, i + 2).join(''));
			}
			if (i + 2 < word.length) grams.add(word.slice(i, i + 3).join(''));
		});
	}
	return [...grams].slice(0, GRAMS_PER_NAME_MAX);
}

/** `undefined` where nothing can be looked for, as in `...`. */
export function searchWords(query: string): SearchWords | undefined {
	const parts = foldName(query)
		.split(/\s+/u)
		.filter((part) => part !== '');
	const grams = new Set(parts.flatMap(gramsOfPart));
	if (grams.size === 0) return undefined;
	return { parts, grams: [...grams].slice(0, GRAMS_PER_QUERY_MAX) };
}

/** True where the folded name has all the parts. */
export function containsWords(foldedName: string, words: SearchWords): boolean {
	return words.parts.every((part) => foldedName.includes(part));
}

/** Lower is better: the whole name, its beginning, the beginning of a word, or anywhere. */
export function rankOf(foldedName: string, words: SearchWords): number {
	const query = words.parts.join(' ');
	if (foldedName === query) return 0;
	if (foldedName.startsWith(query)) return 1;
	const atWord = words.parts.every((part) => {
		const at = foldedName.indexOf(part);
		return at === 0 || !WORD_CHAR.test(foldedName[at - 1] ?? '');
	});
	return atWord ? 2 : 3;
}

/**
 * Grams that every name with this part has. Its first word may be the end of a longer one in the name
 * (`2041` in `img2041`), so there those that stand for a beginning are left out.
 */
function certainGrams(part: string): readonly string[] {
	return [...wordsOf(part)].flatMap((word, i) => {
		if (word.length >= 3) return word.slice(2).map((_, at) => word.slice(at, at + 3).join(''));
		const begins = i > 0 || !part.startsWith(word.join(''));
		const standsAnywhere = word.every((char) => UNSPACED.test(char) || !WORD_CHAR.test(char));
		if (begins || standsAnywhere) return [word.join('')];
		return word.filter((char) => UNSPACED.test(char));
	});
}

/** A part of one or two letters has none that are certain: it is looked for where words begin. */
function gramsOfPart(part: string): readonly string[] {
	const certain = certainGrams(part);
	const [first] = wordsOf(part);
	return certain.length > 0 || first === undefined ? certain : [first.slice(0, 2).join('')];
}

/** Runs of letters and digits, and each other sign by itself, as lists of characters. */
function* wordsOf(folded: string): Generator<readonly string[]> {
	let word: string[] = [];
	for (const char of folded) {
		if (WORD_CHAR.test(char)) {
			word.push(char);
			continue;
		}
		if (word.length > 0) yield word;
		word = [];
		if (!SEPARATOR.test(char)) yield [char];
	}
	if (word.length > 0) yield word;
}
