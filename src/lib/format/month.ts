import { format, yearOf, type ReaderClock } from './instant';

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
	return format(then, { weekday: 'long', day: 'numeric' }, reader);
}
