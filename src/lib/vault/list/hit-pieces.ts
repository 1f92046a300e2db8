import { foldText } from '#contract/folding';
import {
	isOneLetter,
	isWordStart,
	type SearchPart,
	type SearchWords,
} from '#contract/search-words';

export interface HitPiece {
	readonly text: string;
	readonly hit: boolean;
}

const graphemes = new Intl.Segmenter('en');

/**
 * A name cut where what was searched for begins and ends, as it is written: `Straße` for `strasse` is one hit. A letter of which
 * a part is meant is marked whole.
 */
export function hitPieces(name: string, words: SearchWords | undefined): readonly HitPiece[] {
	const chars = Array.from(graphemes.segment(name), ({ segment }) => segment);
	const marked = words === undefined ? new Set<number>() : markedChars(chars, words.parts);
	const pieces: { text: string; hit: boolean }[] = [];
	chars.forEach((text, i) => {
		const hit = marked.has(i);
		const last = pieces.at(-1);
		if (last?.hit === hit) last.text += text;
		else pieces.push({ text, hit });
	});
	return pieces;
}

function markedChars(chars: readonly string[], parts: readonly SearchPart[]): ReadonlySet<number> {
	const folded = chars.map(foldText);
	/** For each unit of the folded name the character it came from. */
	const origins = folded.flatMap((text, i) => Array.from({ length: text.length }, () => i));
	const whole = folded.join('');
	const marked = new Set<number>();
	for (const text of parts.flatMap(textsOf)) {
		for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + text.length)) {
			if (isOneLetter(text) && !isWordStart(whole, at)) continue;
			for (const origin of origins.slice(at, at + text.length)) marked.add(origin);
		}
	}
	return marked;
}

function textsOf(part: SearchPart): readonly string[] {
	if (part.kind === 'text') return [part.text];
	return part.pieces.filter((piece) => piece !== '');
}
