import type { File } from '#contract/entries';
import { formatDayOfMonth, formatMonth } from '$lib/format/instant';
import { inRows } from '$lib/vault/list/in-rows';

/** A line of the gallery: the name of a month, of a day in it, or some of its pictures side by side. */
export type GalleryRow =
	| { readonly kind: 'month' | 'day'; readonly key: string; readonly name: string }
	| { readonly kind: 'pictures'; readonly key: string; readonly files: readonly File[] };

/** Lays files, newest first, out by the month and the day they were taken on. */
export function galleryRows(files: readonly File[], columns: number): readonly GalleryRow[] {
	const months = Map.groupBy(files, (file) => formatMonth(takenAt(file)));
	return [...months].flatMap(([month, taken]) => [
		{ kind: 'month' as const, key: month, name: month },
		...rowsOfMonth(month, taken, columns),
	]);
}

/** By days, unless that takes more than twice the rows: a picture on each of thirty days is a month, not thirty lines. */
function rowsOfMonth(
	month: string,
	taken: readonly File[],
	columns: number,
): readonly GalleryRow[] {
	const days = [...Map.groupBy(taken, (file) => formatDayOfMonth(takenAt(file)))];
	const whole = pictureRows(taken, columns);
	const byDay = days.map(([name, files]) => [name, pictureRows(files, columns)] as const);
	const rowCount = byDay.reduce((sum, [, rows]) => sum + rows.length, 0);
	if (rowCount > 2 * whole.length) return whole;
	return byDay.flatMap(([name, rows]) => [
		{ kind: 'day' as const, key: `${month} ${name}`, name },
		...rows,
	]);
}

function pictureRows(files: readonly File[], columns: number): readonly GalleryRow[] {
	return inRows(files, columns).map((row) => {
		return { kind: 'pictures', key: row[0]?.id ?? '', files: row };
	});
}

function takenAt({ modifiedAt, createdAt }: File): string {
	return modifiedAt ?? createdAt;
}
