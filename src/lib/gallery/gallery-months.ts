import { formatMonth } from '$lib/format/month';
import type { GalleryRow } from './gallery-rows';
import type { GalleryMonth } from './gallery-timeline.svelte';

/** Which of the months, newest first, a row lies in: of one that is not among them, as just stored, the next older. 0 where there is none. */
export function monthAt(
	months: readonly GalleryMonth[],
	rows: readonly GalleryRow[],
	row: number,
): number {
	const shown = rows.slice(0, row + 1).findLast(({ kind }) => kind === 'month')?.key ?? '';
	return Math.max(
		0,
		months.findIndex(({ month }) => month <= shown),
	);
}

/** As its heading says it. */
export function nameOf({ month }: GalleryMonth): string {
	return formatMonth(`${month}-01`, { timeZone: 'UTC' });
}
