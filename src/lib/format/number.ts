import { locale } from '$lib/language/locale';
import { kept } from './kept';

const formatter = kept(
	(language: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);

/** A number by the person's locale: `12,040.5`, `12.040,5`. */
export function formatNumber(number: number, options: Intl.NumberFormatOptions = {}): string {
	return formatter(locale(), options).format(number);
}
