import type { File } from '#contract/entries';

/** The day a picture was taken on, or else came into the vault, on the reader's calendar: milliseconds of its midnight in UTC. */
export function dayTaken({ modifiedAt, createdAt }: File): number {
	const taken = new Date(modifiedAt ?? createdAt);
	return Date.UTC(taken.getFullYear(), taken.getMonth(), taken.getDate());
}

/** The same of the first day of its month. */
export function monthTaken(file: File): number {
	const day = new Date(dayTaken(file));
	return Date.UTC(day.getUTCFullYear(), day.getUTCMonth());
}
