import { sizeIn } from '#contract/format-bytes';

/** Numbers in the language of a mail. */
export interface Forms {
	/** A number with its noun, in the form that CLDR gives it there. */
	readonly plural: (count: number, ...forms: readonly [one: string, ...others: string[]]) => string;
	/** Of bytes: `3,2 MB`. */
	readonly size: (bytes: number) => string;
}

/** Of a BCP 47 tag, or of the next that Node knows. What Intl needs is made when a mail has a number: codes have none. */
export function formsOf(tag: string): Forms {
	const say = (value: number) => new Intl.NumberFormat(tag).format(value);
	return {
		plural: (count, ...forms) => {
			const rules = new Intl.PluralRules(tag);
			const form = rules.resolvedOptions().pluralCategories.indexOf(rules.select(count));
			return `${say(count)} ${forms[form] ?? `${forms[0]}s`}`;
		},
		size: (bytes) => sizeIn(bytes, say),
	};
}
