import { languageTag } from '#contract/language-tag';
import * as v from 'valibot';
import { expect, it } from 'vitest';

it.each(['de', 'de-CH', 'zh-Hant-TW', 'en-XA', 'de-u-co-phonebk'])('%s is a language', (tag) => {
	expect(v.is(languageTag, tag)).toBe(true);
});

it.each(['', 'x', 'de_DE', 'de-1996-1996', 'de-DE;q=1', `de-${'a'.repeat(8)}-${'b'.repeat(24)}`])(
	'%j is none',
	(tag) => {
		expect(v.is(languageTag, tag)).toBe(false);
	},
);
