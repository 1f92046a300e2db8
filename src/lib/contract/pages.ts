import * as v from 'valibot';
import { PAGE_MAX, SKIP_MAX } from './limits.ts';

/** Where a page begins: what the page before called `nextCursor`. */
export const cursor = v.optional(v.pipe(v.string(), v.maxLength(2048)));

/** Rows in the page. In the query, so it comes as text. */
export const limit = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^[1-9]\d{0,2}$/, 'must be a whole number'),
		v.transform(Number),
		v.maxValue(PAGE_MAX),
	),
	String(PAGE_MAX),
);

/** Rows that are left out before the page, in the direction of reading. In the query, so it comes as text. */
export const skip = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^(?:0|[1-9]\d{0,5})$/, 'must be a whole number'),
		v.transform(Number),
		v.maxValue(SKIP_MAX),
	),
	'0',
);
