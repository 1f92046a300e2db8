import { isMedia } from '#contract/content-types';
import type { Media } from '#contract/entries';
import { MEDIA_NUMBER_MAX, UTC_OFFSET_MAX_MINUTES } from '#contract/limits';
import { momentOf, type Captured } from './captured';
import type { FileFacts } from './facts';
import { fileFacts } from './file-facts';
import type { Slices } from './slices';

/** What is read, and when the file last changed on its device or came to the vault: its day is told by that where it says none. */
interface Readable {
	readonly contentType: string;
	/** In milliseconds since 1970. */
	readonly changedMs: number;
}

/** What a picture or a film says of itself, as the vault stores it. Null of every other file. Never fails. */
export async function readMedia(file: Blob | Slices, about: Readable): Promise<Media | null> {
	if (!isMedia(about.contentType)) return null;
	// What is broken is as good as what says nothing.
	const facts = await fileFacts(file, about.contentType).catch(() => ({}));
	return mediaOf(facts, about.changedMs);
}

/** A camera whose clock is ahead says nothing that the vault would keep. */
const AHEAD_MAX_MS = 24 * 3600 * 1000;

export function mediaOf({ taken: said, size, seconds }: FileFacts, changedMs: number): Media {
	const isPast = said !== undefined && momentOf(said) <= Date.now() + AHEAD_MAX_MS;
	const taken = isPast ? said : undefined;
	const takenMs = taken && momentOf(taken);
	return {
		takenAt: takenMs === undefined ? null : new Date(takenMs).toISOString(),
		utcOffsetMinutes: offsetOf(taken, takenMs ?? changedMs),
		durationMs: countOf(seconds && seconds * 1000),
		width: countOf(size?.width),
		height: countOf(size?.height),
	};
}

/** Where the file says no zone, or but the time of UTC, it is read in that of this device. */
function offsetOf(taken: Captured | undefined, moment: number): number | null {
	const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(taken?.offset ?? '') ?? [];
	const told =
		sign === undefined
			? // Before zones there were fractions of a minute.
				0 - Math.round(new Date(moment).getTimezoneOffset())
			: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	return Math.abs(told) <= UTC_OFFSET_MAX_MINUTES ? told : null;
}

function countOf(value: number | undefined): number | null {
	const count = Math.round(value ?? 0);
	return count >= 1 && count <= MEDIA_NUMBER_MAX ? count : null;
}
