import type { Media } from '#contract/entries';

/** What is stored of `Media`, whose words these are. Width and height are known together; the offset belongs to the time. */
export interface MediaFacts extends Omit<Media, 'takenAt'> {
	readonly takenAt: Date | null;
}

/** Joseph Nicéphore Niépce took the first photograph that is left in 1826 or 1827. */
const FIRST_YEAR = 1826;
/** A clock may be ahead by so much, in milliseconds: it may be set to another zone. */
const AHEAD_MAX_MS = 24 * 3600 * 1000;
/** Of a version whose own time is at either end of what the database holds, no other day is told. */
const LAST_YEAR = 9998;

/** As a browser has read it, without what cannot be. Null where nothing is left. */
export function plausibleMedia(
	read: Media | null,
	{ modifiedAt, now }: { readonly modifiedAt: Date | null; readonly now: Date },
): MediaFacts | null {
	if (read === null) return null;
	const said = read.takenAt === null ? null : new Date(read.takenAt);
	const takenAt = said !== null && isPlausible(said, now) ? said : null;
	const isSized = read.width !== null && read.height !== null;
	return unlessEmpty({
		takenAt,
		// Of a time that was left out it says nothing.
		utcOffsetMinutes:
			said === takenAt && hasOtherDays(takenAt ?? modifiedAt ?? now) ? read.utcOffsetMinutes : null,
		durationMs: read.durationMs,
		width: isSized ? read.width : null,
		height: isSized ? read.height : null,
	});
}

/** Each fact stays as it was first told, and what was not known is filled. */
export function filledMedia(stored: MediaFacts | null, read: MediaFacts | null): MediaFacts | null {
	if (stored === null || read === null) return stored ?? read;
	const time = stored.takenAt === null && read.takenAt !== null ? read : stored;
	return {
		takenAt: time.takenAt,
		utcOffsetMinutes:
			time.utcOffsetMinutes ?? (time.takenAt === null ? read.utcOffsetMinutes : null),
		durationMs: stored.durationMs ?? read.durationMs,
		width: stored.width ?? read.width,
		height: stored.height ?? read.height,
	};
}

export function unlessEmpty(facts: MediaFacts): MediaFacts | null {
	return Object.values(facts).every((fact) => fact === null) ? null : facts;
}

function isPlausible(time: Date, now: Date): boolean {
	return time.getUTCFullYear() >= FIRST_YEAR && time.getTime() <= now.getTime() + AHEAD_MAX_MS;
}

function hasOtherDays(time: Date): boolean {
	return time.getUTCFullYear() > 1000 && time.getUTCFullYear() <= LAST_YEAR;
}
