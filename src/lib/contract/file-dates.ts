/**
 * The first and last year of a file's own date, and what a zip can say: its format counts from 1980 in seven bits. What a device
 * says beyond is no date, as where a copy had none: 1970, 2^32 seconds.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.4.6
 */
const FIRST_YEAR = 1980;
const LAST_YEAR = 2107;

/** Of a device's time in milliseconds since 1970: null where it is no date. */
export function fileDate(milliseconds: number): Date | null {
	const date = new Date(milliseconds);
	const year = date.getUTCFullYear();
	return year >= FIRST_YEAR && year <= LAST_YEAR ? date : null;
}

/** The nearest date a zip can say, a day from either end for the zones that are elsewhere in the year. */
export function zipDate(date: Date): Date {
	const first = Date.UTC(FIRST_YEAR, 0, 2);
	const last = Date.UTC(LAST_YEAR, 11, 30);
	return new Date(Math.min(Math.max(date.getTime(), first), last));
}
