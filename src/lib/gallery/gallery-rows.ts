import type { File } from '#contract/entries';
import { takenOn } from '#contract/media-time';
import { formatDayOfMonth, formatMonth } from '$lib/format/month';
import { justifiedRows, type RowShape } from './justified-rows';

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

/** Of a plain date, whose midnight is told in UTC. */
const calendar = { timeZone: 'UTC' };

/**
 * Lays files, newest first, out by the month and the day they were taken on. A file whose form is not known is a square, and stays
 * what it was laid out as: what is told or `learned` later, as width by height by version, moves nothing under the eyes of the reader.
 */
export function galleryLayout(shape: RowShape, learned: ReadonlyMap<string, number>): LayOut {
	const forms = new Map<string, number>();
	const formOf = (file: File) => {
		const { versionId } = file;
		const form = forms.get(versionId) ?? toldForm(file) ?? learned.get(versionId) ?? 1;
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
	return (files) => {
		const days = [...Map.groupBy(files, takenOn)];
		return [...Map.groupBy(days, ([day]) => monthOf(day))].flatMap(([month, taken]) => [
			{ kind: 'month', key: month, name: formatMonth(`${month}-01`, calendar) },
			...rowsOfMonth(taken, pictureRows),
		]);
	};
}

/** The month of a day, both as ISO 8601 writes them: `2012-04`. */
function monthOf(day: string): string {
	return day.slice(0, 'YYYY-MM'.length);
}

function toldForm({ media }: File): number | undefined {
	if (media?.width == null || media.height == null) return undefined;
	return media.width / media.height;
}

/** By days, unless that takes more than twice the rows: a picture on each of thirty days is a month, not thirty lines. */
function rowsOfMonth(
	days: readonly (readonly [string, readonly File[]])[],
	pictureRows: (files: readonly File[]) => readonly PictureRow[],
): readonly GalleryRow[] {
	const whole = pictureRows(days.flatMap(([, files]) => files));
	const byDay = days.map(([day, files]) => [day, pictureRows(files)] as const);
	const rowCount = byDay.reduce((sum, [, rows]) => sum + rows.length, 0);
	if (rowCount > 2 * whole.length) return whole;
	return byDay.flatMap(([day, rows]) => [
		{ kind: 'day', key: day, name: formatDayOfMonth(day, calendar) },
		...rows,
	]);
}
