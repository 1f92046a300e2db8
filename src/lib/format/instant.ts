import { locale } from '$lib/language/locale';
import { kept } from './kept';

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
	if (minutesAgo >= 1 && minutesAgo < 60) return fromNow(-minutesAgo, 'minute');
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
	if (days === 0 || days === 1) return `${fromNow(days, 'day')} ${timeOf(then, reader)}`;
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
	if (days === 0) return /* said */ `about ${timeOf(then, reader)}`;
	const hour = Number(
		formatter('en-GB', { hour: '2-digit', timeZone: reader.timeZone }).format(then),
	);
	if (days === 1) return hour < 5 ? /* said */ 'tonight' : partOf(fromNow(1, 'day'), hour);
	if (days < 7) return partOf(format(then, { weekday: 'long' }, reader), hour);
	return day(then, now, reader);
}

/** Midnights between now and then, of the reader's calendar: 0 today, 1 tomorrow, −1 yesterday. */
export function daysUntil(instant: string | Date, reader: ReaderClock = {}): number {
	return dayNumber(new Date(instant), reader) - dayNumber(reader.now ?? new Date(), reader);
}

function day(then: Date, now: Date, reader: ReaderClock): string {
	const days = dayNumber(then, reader) - dayNumber(now, reader);
	const time = timeOf(then, reader);
	if (days >= -1 && days <= 1) return `${fromNow(days, 'day')} ${time}`;
	if (days < 0 && days > -7) return `${format(then, { weekday: 'long' }, reader)} ${time}`;
	return formatDay(then, { ...reader, now });
}

function timeOf(date: Date, reader: ReaderClock): string {
	return format(date, { timeStyle: 'short' }, reader);
}

/** `day` is `tomorrow` or `Friday`. */
function partOf(day: string, hour: number): string {
	if (hour < 12) return `${day} morning`;
	return hour < 18 ? `${day} afternoon` : `${day} evening`;
}

/** `5 minutes ago`, `yesterday`, `today`. */
function fromNow(count: number, unit: 'minute' | 'day'): string {
	return relative(locale()).format(count, unit);
}

const relative = kept(
	(language: string) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
);

const formatter = kept(
	(language: string, options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(language, options),
);

/** By the person's locale. */
export function format(
	date: Date,
	options: Intl.DateTimeFormatOptions,
	reader: ReaderClock,
): string {
	return formatter(locale(), { ...options, timeZone: reader.timeZone }).format(date);
}

/** Days since 1970 on the calendar of the reader, so that midnight is the border and not 24 hours. */
function dayNumber(date: Date, reader: ReaderClock): number {
	const calendar = formatter('en-CA', { timeZone: reader.timeZone }).format(date);
	return Date.parse(`${calendar}T00:00:00Z`) / DAY_MS;
}

export function yearOf(date: Date, reader: ReaderClock): string {
	return format(date, { year: 'numeric' }, reader);
}
