import type { GalleryRow } from './gallery-rows';

export interface GalleryMonth {
	readonly name: string;
	/** The place of its heading among the rows. */
	readonly row: number;
}

/** The months that the rows hold, newest first. */
export function monthsOf(rows: readonly GalleryRow[]): readonly GalleryMonth[] {
	return rows.flatMap((row, index) =>
		row.kind === 'month' ? [{ name: row.name, row: index }] : [],
	);
}

/** Which of the months a row lies in; 0 where there are none. */
export function monthAt(months: readonly GalleryMonth[], row: number): number {
	const next = months.findIndex((month) => month.row > row);
	return Math.max(0, (next === -1 ? months.length : next) - 1);
}
