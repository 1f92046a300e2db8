import type { File } from '#contract/entries';
import { formatDayOfMonth, formatMonth } from '$lib/format/month';
import { justifiedRows, type RowShape } from './justified-rows';
import { dayTaken, monthTaken } from './taken-day';

/** A line of the gallery: the name of a month, of a day in it, or some of its pictures side by side. */
export type GalleryRow =
	{ readonly kind: 'month' | 'day'; readonly key: string; readonly name: string } | PictureRow;

export interface PictureRow {
	readonly kind: 'pictures';
	readonly key: string;
	readonly files: readonly File[];
	/** In CSS pixels, as are the widths of the files. */
	readonly height: number;
	readonly widths: readonly number[];
}

type LayOut = (files: readonly File[]) => readonly GalleryRow[];

/** A day's name is of its own calendar: its midnight is told in UTC. */
const calendar = { timeZone: 'UTC' };

/**
 * Lays files, newest first, out by the month and the day they were taken on. A file whose form is not known is a square, and stays
 * what it was laid out as: what is `learned` later, as width by height by version, moves nothing under the eyes of the reader.
 */
export function galleryLayout(shape: RowShape, learned: ReadonlyMap<string, number>): LayOut {
	const forms = new Map<string, number>();
	const formOf = ({ versionId }: File) => {
		const form = forms.get(versionId) ?? learned.get(versionId) ?? 1;
		forms.set(versionId, form);
		return form;
	};
	const pictureRows = (files: readonly File[]) =>
		justifiedRows(files.map(formOf), shape).map(({ start, height, widths }): PictureRow => ({
			kind: 'pictures',
			key: files[start]?.id ?? '',
			files: files.slice(start, start + widths.length),
			height,
			widths,
		}));
	return (files) =>
		[...Map.groupBy(files, monthTaken)].flatMap(([month, taken]) => [
			{
				kind: 'month',
				key: `month ${String(month)}`,
				name: formatMonth(new Date(month), calendar),
			},
			...rowsOfMonth(taken, pictureRows),
		]);
}

/** By days, unless that takes more than twice the rows: a picture on each of thirty days is a month, not thirty lines. */
function rowsOfMonth(
	taken: readonly File[],
	pictureRows: (files: readonly File[]) => readonly PictureRow[],
): readonly GalleryRow[] {
	const days = [...Map.groupBy(taken, dayTaken)];
	const whole = pictureRows(taken);
	const byDay = days.map(([day, files]) => [day, pictureRows(files)] as const);
	const rowCount = byDay.reduce((sum, [, rows]) => sum + rows.length, 0);
	if (rowCount > 2 * whole.length) return whole;
	return byDay.flatMap(([day, rows]) => [
		{
			kind: 'day',
			key: `day ${String(day)}`,
			name: formatDayOfMonth(new Date(day), calendar),
		},
		...rows,
	]);
}
