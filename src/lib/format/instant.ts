/** The reader's time: both default to the browser's own, and are given in tests. */
export interface ReaderClock {
	readonly now?: Date;
	readonly timeZone?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const HALF_HOUR_MS = 30 * 60 * 1000;

/**
 * An instant (ISO 8601 or a Date) as people say it: `just now`, `5 minutes ago`, `today 14:05`,
 * `yesterday 14:05`, `Monday 14:05`, `3 March`, `3 Mar 2024`. Of the future too: `tomorrow 14:05`.
 */
export function formatInstant(instant: string | Date, reader: ReaderClock = {}): string {
	const then = new Date(instant);
	if (Number.isNaN(then.getTime())) return '—';
	const now = reader.now ?? new Date();
	const minutesAgo = Math.floor((now.getTime() - then.getTime()) / 60_000);
	// A clock that runs a little slow must not call a file "tomorrow".
	if (minutesAgo >= -1 && minutesAgo < 1) return 'just now';
	if (minutesAgo >= 1 && minutesAgo < 60) return ago(minutesAgo);
	return day(then, now, reader);
}

/** The whole of it, for a tooltip: `Monday, 3 March 2025 at 14:05`. */
export function formatInstantInFull(instant: string | Date, reader: ReaderClock = {}): string {
	return format(new Date(instant), { dateStyle: 'full', timeStyle: 'short' }, reader);
}

/** A day: `3 December` of this year, `3 Dec 2024` of another. */
export function formatDay(instant: string | Date, reader: ReaderClock = {}): string {
	const then = new Date(instant);
	const sameYear = yearOf(then, reader) === yearOf(reader.now ?? new Date(), reader);
	const [month, year] = sameYear ? (['long', undefined] as const) : (['short', 'numeric'] as const);
	return format(then, { day: 'numeric', month, year }, reader);
}

/** The moment until which something lasts, as short as it can be: `today 15:00`, `tomorrow 15:00`, `4 Dec`, `4 Jan 2027`. */
export function formatUntil(instant: string | Date, reader: ReaderClock = {}): string {
	const then = new Date(instant);
	const now = reader.now ?? new Date();
	const days = daysUntil(then, { ...reader, now });
	if (days === 0 || days === 1)
		return `${days === 0 ? 'today' : 'tomorrow'} ${timeOf(then, reader)}`;
	const year = yearOf(then, reader) === yearOf(now, reader) ? undefined : 'numeric';
	return format(then, { day: 'numeric', month: 'short', year }, reader);
}

/**
 * About when something will be there, no more exact than the estimate is: `any moment`, `within 5 minutes`,
 * `about 15:00`, `tonight`, `tomorrow morning`, `Friday afternoon`, `4 December`.
 */
export function formatAbout(instant: string | Date, reader: ReaderClock = {}): string {
	const now = reader.now ?? new Date();
	const minutes = (new Date(instant).getTime() - now.getTime()) / 60_000;
	if (minutes <= 1) return 'any moment';
	if (minutes <= 15) return `within ${String(Math.ceil(minutes))} minutes`;
	const then = new Date(Math.ceil(new Date(instant).getTime() / HALF_HOUR_MS) * HALF_HOUR_MS);
	const days = dayNumber(then, reader) - dayNumber(now, reader);
	if (days === 0) return `about ${timeOf(then, reader)}`;
	const hour = Number(format(then, { hour: '2-digit' }, reader));
	if (days === 1) return hour < 5 ? 'tonight' : `tomorrow ${partOfDay(hour)}`;
	if (days < 7) return `${format(then, { weekday: 'long' }, reader)} ${partOfDay(hour)}`;
	return day(then, now, reader);
}

/** Midnights between now and then, of the reader's calendar: 0 today, 1 tomorrow, −1 yesterday. */
export function daysUntil(instant: string | Date, reader: ReaderClock = {}): number {
	return dayNumber(new Date(instant), reader) - dayNumber(reader.now ?? new Date(), reader);
}

/** A month to group pictures by: `March` of this year, `March 2024` of another. */
export function formatMonth(instant: string | Date, reader: ReaderClock = {}): string {
	const then = new Date(instant);
	const sameYear = yearOf(then, reader) === yearOf(reader.now ?? new Date(), reader);
	const year = sameYear ? undefined : 'numeric';
	return format(then, { month: 'long', year }, reader);
}

/** A day below its month: `Monday 16`. */
export function formatDayOfMonth(instant: string | Date, reader: ReaderClock = {}): string {
	const then = new Date(instant);
	return `${format(then, { weekday: 'long' }, reader)} ${format(then, { day: 'numeric' }, reader)}`;
}

function day(then: Date, now: Date, reader: ReaderClock): string {
	const days = dayNumber(then, reader) - dayNumber(now, reader);
	const time = timeOf(then, reader);
	if (days === 0) return `today ${time}`;
	if (days === -1) return `yesterday ${time}`;
	if (days === 1) return `tomorrow ${time}`;
	if (days < 0 && days > -7) return `${format(then, { weekday: 'long' }, reader)} ${time}`;
	return formatDay(then, { ...reader, now });
}

function timeOf(date: Date, reader: ReaderClock): string {
	return format(date, { hour: '2-digit', minute: '2-digit' }, reader);
}

function partOfDay(hour: number): string {
	if (hour < 12) return 'morning';
	return hour < 18 ? 'afternoon' : 'evening';
}

function ago(minutes: number): string {
	return new Intl.RelativeTimeFormat('en-GB').format(-minutes, 'minute');
}

/** Making a formatter costs more than the row of a list it is for. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
	locale: string,
	options: Intl.DateTimeFormatOptions,
	reader: ReaderClock,
): Intl.DateTimeFormat {
	const key = JSON.stringify([locale, options, reader.timeZone]);
	let known = formatters.get(key);
	if (known === undefined) {
		const { timeZone } = reader;
		formatters.set(key, (known = new Intl.DateTimeFormat(locale, { ...options, timeZone })));
	}
	return known;
}

function format(date: Date, options: Intl.DateTimeFormatOptions, reader: ReaderClock): string {
	return formatter('en-GB', options, reader).format(date);
}

/** Days since 1970 on the calendar of the reader, so that midnight is the border and not 24 hours. */
function dayNumber(date: Date, reader: ReaderClock): number {
	const calendar = formatter('en-CA', {}, reader).format(date);
	return Date.parse(`${calendar}T00:00:00Z`) / DAY_MS;
}

function yearOf(date: Date, reader: ReaderClock): string {
	return format(date, { year: 'numeric' }, reader);
}
