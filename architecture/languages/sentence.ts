import { createHash } from 'node:crypto';

/**
 * What people read, as it stands in the source. `text` has `{0}` for a value and `<0>…</0>` or `<0/>` for
 * an element of the markup, each counted in their order.
 */
export interface Sentence {
	readonly text: string;
	/** The form for many, where the text is a noun or a clause that `plural()` puts behind a number. */
	readonly many?: string;
	/** What it speaks of, where another language says the same English words in several ways: gettext's `msgctxt`. */
	readonly context?: string;
}

/** Stands for a sentence in the code of the site until it is said in a language: see `marks.ts`. */
export function keyOf({ text, many = '', context = '' }: Sentence): string {
	const said = `${text}\0${many}\0${context}`;
	return createHash('sha256').update(said).digest('hex').slice(0, 10);
}

const TAG = /<\/?\d+\/?>/g;
const VALUE = /\{(\d+)\}/g;

/** What stands between the tags: that is where the words of a language go. */
export const runsOf = (text: string): readonly string[] => text.split(TAG);

export const tagsOf = (text: string): readonly string[] => text.match(TAG) ?? [];

/** The numbers of the values in a run, in the order in which the language has them. */
export const valuesOf = (run: string): readonly number[] =>
	Array.from(run.matchAll(VALUE), ([, digits]) => Number(digits));

export const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(VALUE, ''));
