import { foldName } from '../../domain/fold-name.ts';
import type { SearchWords } from '../../domain/search-words.ts';

/**
 * [Note: Search] A name is found by any part of it. For that each name is kept as its *grams* in a side
 * table, clustered by (owner, gram, entry): every three characters that follow each other within a word,
 * and the first one and first two characters of each word. Where a script writes no spaces every
 * character begins a word, so a Chinese word of two characters is found anywhere. Other signs (`%`, 🍣) are grams of their own.
 *
 * A query becomes the grams that every match must have; the index gives the entries that have them all,
 * newest first and in stretches, and the folded name decides. So a part of three letters or more is found
 * anywhere; one of one or two letters finds the words that begin with it, which is what people type first.
 *
 * The best come first although no query counts all matches: names that begin with the query have an index of their own, and
 * entries with the grams of word beginnings are walked before those that have the others alone. What a person gets
 * is cut only when there are more matches than are shown, after what lies in the trash is left out. A walk that reads more than
 * one answer may (`WALKED_MAX`) says where it goes on.
 */
const SEPARATOR = /[\s._-]/u;
const WORD_CHAR = /[\p{L}\p{M}\p{N}]/u;
/** Scripts in which words follow each other without a space. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const GRAMS_PER_QUERY_MAX = 12;

/** The grams a name is found by, each once: 255 at most, as every one of them takes a byte of a name of its own. */
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
	return [...grams];
}

/** Grams that all matches have. */
export function gramsAnywhere({ parts }: SearchWords): readonly string[] {
	return [...new Set(parts.flatMap(gramsOfPart))].slice(0, GRAMS_PER_QUERY_MAX);
}

/** Grams that all matches have in which each part begins a word. */
export function gramsOfBeginnings({ parts }: SearchWords): readonly string[] {
	const grams = parts.flatMap((part) => [...beginningOfPart(part), ...gramsOfPart(part)]);
	return [...new Set(grams)].slice(0, GRAMS_PER_QUERY_MAX);
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
	return certain.length > 0 ? certain : beginningOfPart(part);
}

function beginningOfPart(part: string): readonly string[] {
	const [first] = wordsOf(part);
	return first === undefined ? [] : [first.slice(0, 2).join('')];
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
