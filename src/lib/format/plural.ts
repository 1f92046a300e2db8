import { locale } from '$lib/language/locale';
import { kept } from './kept';
import { formatNumber } from './number';

const rulesOf = kept((language: string) => {
	const rules = new Intl.PluralRules(language);
	return { rules, categories: rules.resolvedOptions().pluralCategories };
});

/**
 * A number with its noun: `1 file`, `2 files`, `12,040 files`, `0 files`; the second form where an s does not do. Another
 * language has as many forms as CLDR gives it, in the order of `pluralCategories`: see docs/architecture.md, "Languages".
 */
export function plural(
	count: number,
	...forms: readonly [one: string, ...others: (string | undefined)[]]
): string {
	const { rules, categories } = rulesOf(locale());
	const form = categories.indexOf(rules.select(count));
	return `${formatNumber(count)} ${forms[form] ?? `${forms[0]}s`}`;
}
