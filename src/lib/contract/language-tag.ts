import * as v from 'valibot';

/** A language, with its region where that is known, as BCP 47 writes it and browsers tell it: `en-GB`, `de-CH`. */
export const languageTag = v.pipe(
	v.string(),
	v.maxLength(35), // RFC 5646, 4.4.1
	v.check(isKnownToIntl, 'must be a language tag'),
);

/** It throws at any other wherever a date or a number is said. */
function isKnownToIntl(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length === 1;
	} catch {
		return false;
	}
}
