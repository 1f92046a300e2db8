import { runsOf, valuesOf } from './sentence.ts';

/**
 * [Note: Marks]
 *
 * In the code of a build a sentence stands as marks, in the very literal or markup that held its words:
 * `Moved ${name} to ${place}` becomes OPEN key CLOSE `${name}` NEXT `${place}` END. Compiler and minifier carry them along
 * as the text they are. In the finished files each language puts its own words for the marks, and the values,
 * which are pieces of the same literal, in its own order. So a language costs nothing while the site runs.
 *
 * Five characters of the Private Use Area, which no sentence has.
 */
const OPEN = '\u{E000}';
const CLOSE = '\u{E001}';
const NEXT = '\u{E002}';
const END = '\u{E003}';
const MARK = /[\u{E000}-\u{E003}]/u;
/** Code in which sentences wait for their words. */
export const MARKED = MARK;

/**
 * `run` counts the texts between the tags of a sentence: 0 where it has none; `first` is the number of the
 * first value in it.
 */
export const openMark = (key: string, run = 0, first = 0): string =>
	`${OPEN}${key}.${String(run)}.${String(first)}${CLOSE}`;
export const nextMark = NEXT;
export const endMark = END;

/** The words of a language for a key: one form, or those of `plural()`. */
export type Words = (key: string) => readonly string[];

/** The code with the words of a language in the place of its marks. */
export function inWords(code: string, words: Words): string {
	const mark = new RegExp(MARK, 'gu');

	/** Up to the mark that ends the sentence, or to the end of the code; cut at each further value. */
	function read(inSentence: boolean): readonly string[] {
		const pieces = [''];
		const add = (text: string) => pieces.push((pieces.pop() ?? '') + text);
		for (;;) {
			const from = mark.lastIndex;
			const found = mark.exec(code);
			if ((found === null || found[0] === CLOSE) && inSentence)
				throw new Error(
					`A sentence does not end in the code of the site: ${code.slice(from, from + 80)}`,
				);
			add(code.slice(from, found?.index));
			if (found === null || found[0] === END) return pieces;
			if (found[0] === NEXT) pieces.push('');
			else add(sentence(code.charAt(found.index - 1)));
		}
	}

	function sentence(quote: string): string {
		const from = mark.lastIndex;
		mark.lastIndex = code.indexOf(CLOSE, from) + 1;
		const [key = '', run, first] = code.slice(from, mark.lastIndex - 1).split('.');
		const pieces = read(true);
		return words(key)
			.map((form) => filled(runsOf(form)[Number(run)] ?? '', pieces, Number(first)))
			.join(`${quote},${quote}`); // The forms of `plural()` are its arguments, each a literal of its own.
	}

	return read(false).join('');
}

/** A run with the pieces of code that its values are. */
function filled(run: string, pieces: readonly string[], first: number): string {
	const values = valuesOf(run).map((value) => pieces[value - first] ?? '');
	return run
		.split(/\{\d+\}/)
		.map((text, index) => escaped(text) + (values[index] ?? ''))
		.join('');
}

/** Right between quotes of any kind. */
function escaped(text: string): string {
	return text.replaceAll(/[\\'"`]|\$(?=\{)/g, '\\$&').replaceAll('\n', '\\n');
}
