import { unlessEmpty, type MediaFacts } from '../../domain/media.ts';

/** What an upload, a version and a file have of `MediaFacts`. */
export const mediaColumns = [
	'taken_at',
	'utc_offset_minutes',
	'duration_ms',
	'width',
	'height',
] as const satisfies readonly (keyof MediaRow)[];

interface MediaRow {
	readonly taken_at: Date | null;
	readonly utc_offset_minutes: number | null;
	readonly duration_ms: number | null;
	readonly width: number | null;
	readonly height: number | null;
}

export function mediaRowOf(facts: MediaFacts | null): MediaRow {
	return {
		taken_at: facts?.takenAt ?? null,
		utc_offset_minutes: facts?.utcOffsetMinutes ?? null,
		duration_ms: facts?.durationMs ?? null,
		width: facts?.width ?? null,
		height: facts?.height ?? null,
	};
}

export function mediaOf(row: MediaRow): MediaFacts | null {
	return unlessEmpty({
		takenAt: row.taken_at,
		utcOffsetMinutes: row.utc_offset_minutes,
		durationMs: row.duration_ms,
		width: row.width,
		height: row.height,
	});
}
