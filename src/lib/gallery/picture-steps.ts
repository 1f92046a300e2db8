import type { GalleryRow, PictureRow } from './gallery-rows';

/** Steps from a picture to the one whose middle is nearest in the row of pictures above (−1) or below (1): 0 where there is none. */
export function stepsTo(rows: readonly GalleryRow[], id: string, direction: -1 | 1): number {
	const pictureRows = rows.filter((row) => row.kind === 'pictures');
	const at = pictureRows.findIndex(({ files }) => files.some((file) => file.id === id));
	const [row, next] = [pictureRows[at], pictureRows[at + direction]];
	if (row === undefined || next === undefined) return 0;
	const column = row.files.findIndex((file) => file.id === id);
	const wanted = nearest(next, middles(row)[column] ?? 0);
	return direction === 1 ? row.files.length - column + wanted : wanted - next.files.length - column;
}

function nearest(row: PictureRow, middle: number): number {
	const distances = middles(row).map((other) => Math.abs(other - middle));
	return distances.indexOf(Math.min(...distances));
}

function middles({ starts, widths }: PictureRow): readonly number[] {
	return widths.map((width, at) => (starts[at] ?? 0) + width / 2);
}
