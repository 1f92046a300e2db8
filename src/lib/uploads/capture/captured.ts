/** When a picture was taken, as its file says. */
export interface Captured {
	/** By the clock of the camera: `2012-04-16T19:10:00`. */
	readonly localTime: string;
	/** Of that clock, `+02:00`; undefined where the file does not tell. */
	readonly offset: string | undefined;
}

/** The moment, in milliseconds since 1970. A clock without an offset is taken for one of this device's zone, where most pictures come from. */
export function momentOf({ localTime, offset }: Captured): number {
	// Without an offset a date with a time is local, by the rules of JavaScript.
	return Date.parse(localTime + (offset ?? ''));
}

const LOCAL_TIME = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/;
/** Less than sixteen hours: no clock has differed more from UTC, and what is more is no time to JavaScript. */
const OFFSET = /^[+-](0\d|1[0-5]):?[0-5]\d$|^Z$/;

/** Of `2012:04:16 19:10:00` and `2012-04-16T19:10:00`, with an offset like `+02:00` or none. Undefined where it is no date of a camera. */
export function captured(time: unknown, offset: unknown): Captured | undefined {
	const [, year, month, day, hours, minutes, seconds] =
		(typeof time === 'string' ? LOCAL_TIME.exec(time) : null) ?? [];
	if (year === undefined || Number(year) < OLDEST_YEAR) return undefined;
	const date = [year, month, day].join('-');
	const localTime = `${date}T${[hours, minutes, seconds].join(':')}`;
	// `2012-02-31` and hours after 24 are parsed by no browser or become another day.
	const utc = new Date(`${localTime}Z`);
	if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(localTime)) return undefined;
	const known = typeof offset === 'string' && OFFSET.test(offset.trim());
	return { localTime, offset: known ? withColon(offset.trim()) : undefined };
}

/** No photograph is older; cameras without a date write zeros. */
const OLDEST_YEAR = 1826;

function withColon(offset: string): string {
	return offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}
