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

/** An instant, ISO 8601 in UTC with milliseconds. */
export const instant = v.pipe(v.string(), v.isoTimestamp());
