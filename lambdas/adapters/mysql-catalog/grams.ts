import { contentKind } from '#contract/content-types';
import { foldText } from '#contract/folding';
import { isOneLetter, UNSPACED, WORD_CHAR, type SearchPart } from '#contract/search-words';
import type { StoredEntry } from '../../domain/entry.ts';
import type { SearchType } from '../../domain/search-type.ts';

/**
 * [Note: Search] A name is found by any part of it, as people type it ([Note: Folding]). For that each entry is kept as its
 * *grams* in a side table, clustered by (owner, gram, entry). Of each word of the folded name these are: every three characters that follow each other; the
 * last two; the first two behind a space, which stand for a beginning; and where a script writes no spaces the last one. Other signs (`%`, 🍣) are grams of
 * their own, and so is what an entry is: a folder, an image. A word of n letters has n grams.
 *
 * A query becomes the grams that every match must have; the index gives the entries that have them all,
 * newest first and in stretches, and the folded name decides. Where a query has none of these, as `v2` has not, the entries of all grams
 * that begin with it are walked: so a part of two letters is found anywhere too. One letter is found where it begins a word or, in
 * a script without spaces, anywhere.
 *
 * The best come first although no query counts all matches: names that begin with the query have an index of their own, and
 * entries with the grams of word beginnings are walked before those that have the others alone, folders before files. What a person gets
 * is cut only when there are more matches than are shown, after what lies in the trash or is filtered away is left out. A walk that reads more than
 * one answer may says where it goes on.
 */
const SEPARATOR = /[\s._\-()[\],'"]/u;
const BEGINNING = ' ';
const GRAM_CHARS = 3;
const GRAMS_PER_QUERY_MAX = 12;

/** What no name has stands before the word for what an entry is. */
const TYPE = '\u0001';

type Named = Pick<StoredEntry, 'name'> &
	({ readonly kind: 'folder' } | { readonly kind: 'file'; readonly contentType: string });

/** The grams an entry is found by, each once. */
export function gramsOf(entry: Named): readonly string[] {
	const grams = new Set([
		gramOfType(entry.kind === 'folder' ? 'folder' : contentKind(entry.contentType)),
	]);
	for (const word of wordsOf(foldText(entry.name))) {
		for (const gram of gramsOfWord(word.chars, { begins: true, ends: true })) grams.add(gram);
	}
	return [...grams];
}

export function gramOfType(type: SearchType | 'other'): string {
	return TYPE + type;
}

/** Grams that all matches have, the longest part's first; none where all parts are short. */
export function gramsAnywhere(parts: readonly SearchPart[]): readonly string[] {
	return atMost(parts.flatMap((part) => gramsOfPart(part, { begins: false })));
}

/** Grams that all matches have in which each part begins a word. */
export function gramsOfBeginnings(parts: readonly SearchPart[]): readonly string[] {
	return atMost(parts.flatMap((part) => gramsOfPart(part, { begins: true })));
}

/** What a gram of every match begins with, where `gramsAnywhere` is empty; for all entries of a vault where nothing is known. */
export function gramPrefix(parts: readonly SearchPart[]): string {
	const prefixes = parts.flatMap((part) => prefixOfPart(part) ?? []);
	return prefixes.toSorted((a, b) => b.trim().length - a.trim().length)[0] ?? TYPE;
}

/** False where all entries have a gram that begins so. */
export function tellsMore(prefix: string): boolean {
	return prefix !== TYPE;
}

function atMost(grams: readonly string[]): readonly string[] {
	return [...new Set(grams)].slice(0, GRAMS_PER_QUERY_MAX);
}

interface Bounds {
	/** The word begins here in every match, and does not go on to the left. */
	readonly begins: boolean;
	readonly ends: boolean;
}

function gramsOfPart(part: SearchPart, { begins }: Pick<Bounds, 'begins'>): readonly string[] {
	if (part.kind === 'text') return gramsOfPiece(part.text, { begins, ends: false });
	const last = part.pieces.length - 1;
	return part.pieces.flatMap((piece, i) =>
		gramsOfPiece(piece, { begins: i === 0, ends: i === last }),
	);
}

/** The words at the ends of a piece may go on in the name (`2041` in `img2041`), the others are whole. */
function gramsOfPiece(piece: string, bounds: Bounds): readonly string[] {
	return [...wordsOf(piece)].flatMap(({ chars, first, last }) =>
		gramsOfWord(chars, { begins: bounds.begins || !first, ends: bounds.ends || !last }),
	);
}

function gramsOfWord(chars: readonly string[], { begins, ends }: Bounds): readonly string[] {
	const [sign = ''] = chars;
	if (!WORD_CHAR.test(sign)) return [sign];
	const grams = chars
		.slice(GRAM_CHARS - 1)
		.map((_, at) => chars.slice(at, at + GRAM_CHARS).join(''));
	const spaced = !UNSPACED.test(sign);
	if (begins && spaced && (chars.length > 1 || ends)) {
		grams.push(BEGINNING + chars.slice(0, 2).join(''));
	}
	if (ends && chars.length > 1) grams.push(chars.slice(-2).join(''));
	if (ends && UNSPACED.test(chars.at(-1) ?? '')) grams.push(chars.slice(-1).join(''));
	return grams;
}

function prefixOfPart(part: SearchPart): string | undefined {
	if (part.kind === 'glob') return undefined;
	if (isOneLetter(part.text)) return BEGINNING + part.text;
	const words = [...wordsOf(part.text)];
	for (const { chars, first } of words) {
		if (chars.length > 1 || UNSPACED.test(chars[0] ?? ''))
			return chars.slice(0, GRAM_CHARS).join('');
		if (!first) return BEGINNING + chars.join('');
	}
	return undefined;
}

interface Word {
	readonly chars: readonly string[];
	/** It stands at the beginning of the text. */
	readonly first: boolean;
	/** It stands at the end of the text. */
	readonly last: boolean;
}

/** Runs of letters and digits, and each other sign by itself. */
function* wordsOf(folded: string): Generator<Word> {
	const text = Array.from(folded);
	for (let from = 0; from < text.length;) {
		let to = from;
		while (to < text.length && WORD_CHAR.test(text[to] ?? '')) to += 1;
		const isSign = to === from;
		if (isSign) to += 1;
		const chars = text.slice(from, to);
		if (!isSign || !SEPARATOR.test(chars[0] ?? '')) {
			yield { chars, first: from === 0, last: to === text.length };
		}
		from = to;
	}
}
