import { pluralForms } from './catalogue.ts';
import type { Sentence } from './sentence.ts';

/** Made from English, for looking at: longer by 40 %, and from right to left. */
export const pseudoLanguages = ['en-XA', 'ar-XB'] as const;
export type Pseudo = (typeof pseudoLanguages)[number];

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçđéƒǧĥíĵķĺḿñóþɋŕšťúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĹḾÑÓÞɊŔŠŤÚṼŴẊÝŽ';
const LONGER_BY = 0.4;

/** What must stay: values, tags. */
const FIXED = /(\{\d+\}|<\/?\d+\/?>)/;

export function pseudo({ text, many }: Sentence, language: Pseudo): readonly string[] {
	const say = language === 'en-XA' ? longer : fromTheRight;
	if (many === undefined) return [say(text)];
	return pluralForms(language).map((form) => say(form === 'one' ? text : many));
}

/** `[Ŕéñáḿé···]`, and in dots of the length of words where it is long; white space at its ends stays there. */
function longer(text: string): string {
	const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
	const said = words.split(FIXED).map((part, index) => (index % 2 === 0 ? accented(part) : part));
	const length = words.replaceAll(/\{\d+\}|<\/?\d+\/?>/g, '').length;
	const dots = '·'.repeat(Math.ceil(length * LONGER_BY)).match(/.{1,6}/g) ?? [];
	return `${before}[${said.join('')}${dots.join(' ')}]${after}`;
}

const accented = (text: string): string =>
	text.replaceAll(/[a-z]/gi, (letter) => Array.from(ACCENTED)[PLAIN.indexOf(letter)] ?? letter);

/** Each word between marks that turn it: the way CLDR makes `ar-XB`. */
function fromTheRight(text: string): string {
	return text
		.split(FIXED)
		.map((part, index) =>
			index % 2 === 0 ? part.replaceAll(/\p{L}+/gu, '\u{200F}\u{202E}$&\u{202C}\u{200F}') : part,
		)
		.join('');
}
