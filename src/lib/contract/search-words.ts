import { foldText } from './folding.ts';

/** A part of what was typed, folded: text that a name contains or, with `*`, what a whole name looks like. */
export type SearchPart =
	| { readonly kind: 'text'; readonly text: string }
	/** Between the pieces, which are two or more and may be empty, stands anything. */
	| { readonly kind: 'glob'; readonly pieces: readonly string[] };

/** What is looked for: a name matches that has all parts, wherever they are. */
export interface SearchWords {
	/** Never empty. */
	readonly parts: readonly SearchPart[];
}

/** Signs so common that they tell nothing. */
const ONLY_SEPARATORS = /^[\s._-]*$/u;
export const WORD_CHAR = /[\p{L}\p{M}\p{N}]/u;
/** Of scripts in which words follow each other without a space, or whose endings hang on the word: each begins a word. */
export const UNSPACED =
	/[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** `undefined` where nothing can be looked for, as in `...`. */
export function searchWords(query: string): SearchWords | undefined {
	const folded = foldText(query);
	if (ONLY_SEPARATORS.test(folded)) return undefined;
	const texts = new Set(folded.split(/\s+/u).filter((text) => text !== ''));
	return { parts: [...texts].map(partOf) };
}

function partOf(text: string): SearchPart {
	return text.includes('*') ? { kind: 'glob', pieces: text.split(/\*+/) } : { kind: 'text', text };
}

/** True where the folded name has the part. */
export function hasPart(foldedName: string, part: SearchPart): boolean {
	if (part.kind === 'glob') return looksLike(foldedName, part.pieces);
	return isOneLetter(part.text)
		? beginsWord(foldedName, part.text)
		: foldedName.includes(part.text);
}

/** True where the folded name has all the parts. */
export function containsWords(foldedName: string, words: SearchWords): boolean {
	return words.parts.every((part) => hasPart(foldedName, part));
}

/** One letter where words are spaced is in nearly every name: it stands for the words that begin with it. */
export function isOneLetter(text: string): boolean {
	const [first = '', ...rest] = text;
	return rest.length === 0 && WORD_CHAR.test(first) && !UNSPACED.test(first);
}

/** True where the text stands somewhere in the folded name, and no letter or digit before it. */
export function beginsWord(foldedName: string, text: string): boolean {
	for (let at = foldedName.indexOf(text); at >= 0; at = foldedName.indexOf(text, at + 1)) {
		if (UNSPACED.test(text) || isWordStart(foldedName, at)) return true;
	}
	return false;
}

/** True where no letter or digit ends at this index. Outside of the Basic Multilingual Plane one has two units. */
export function isWordStart(text: string, index: number): boolean {
	const unit = text.charCodeAt(index - 1);
	const isSecondUnit = unit >= 0xdc00 && unit <= 0xdfff;
	return !WORD_CHAR.test(text.slice(Math.max(0, index - (isSecondUnit ? 2 : 1)), index));
}

/** Each piece at its first place behind the one before, the last at the end: no name takes longer than its length. */
function looksLike(foldedName: string, pieces: readonly string[]): boolean {
	const first = pieces[0] ?? '';
	const last = pieces.at(-1) ?? '';
	if (!foldedName.startsWith(first) || !foldedName.endsWith(last)) return false;
	let from = first.length;
	for (const piece of pieces.slice(1, -1)) {
		const at = foldedName.indexOf(piece, from);
		if (at < 0) return false;
		from = at + piece.length;
	}
	return from + last.length <= foldedName.length;
}

/** What a name begins with that has the parts as they were typed; empty where it may begin with anything. */
export function beginningOf({ parts }: SearchWords): string {
	const texts: string[] = [];
	for (const part of parts) {
		if (part.kind === 'text') {
			texts.push(part.text);
			continue;
		}
		if (part.pieces[0] !== '') texts.push(part.pieces[0] ?? '');
		break;
	}
	return texts.join(' ');
}
