import * as v from 'valibot';

/** Any identifier of the vault: a UUID in its canonical lower-case form (RFC 9562). New ones are version 7. */
export const id = v.pipe(
	v.string(),
	v.regex(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/, 'must be a lower-case UUID'),
);

/** SHA-256 of a whole body, base64: 32 bytes are 44 characters, of which the last but one carries four bits. */
const SHA256 = /[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=/.source;
export const sha256 = v.pipe(
	v.string(),
	v.regex(new RegExp(`^${SHA256}$`), 'must be a SHA-256 in base64'),
);

/**
 * What S3 keeps as the checksum of an object: the SHA-256 of its bytes or, when it was put together
 * from N parts, the SHA-256 of the parts' SHA-256s followed by `-N`.
 */
export const checksum = v.pipe(
	v.string(),
	v.regex(
		new RegExp(`^${SHA256}(-[1-9]\\d{0,4})?$`),
		'must be a SHA-256 in base64, with -N for N parts',
	),
);

/**
 * An instant, ISO 8601 with its offset: a day that the calendar has, in a year from 1000 to 9999 of UTC.
 * That is what `DATETIME` holds (MySQL 8.4 reference manual, 13.2.2). Without the check, 31 February would
 * be kept as 2 March, and an offset could lead out of the years that the database takes.
 */
export const instant = v.pipe(
	v.string(),
	v.isoTimestamp(),
	v.check(isOfCalendar, 'must be a day of the calendar, in a year from 1000 to 9999 of UTC'),
);

function isOfCalendar(text: string): boolean {
	const time = Date.parse(text);
	const day = text.slice(0, 'YYYY-MM-DD'.length);
	const year = new Date(time).getUTCFullYear();
	return year >= 1000 && year <= 9999 && new Date(day).toISOString().startsWith(day);
}
