import type { File } from '#contract/entries';
import { takenOn } from '#contract/media-time';
import { formatDayOfMonth, formatMonth } from '$lib/format/month';
import { justifiedRows, shownRatio, type RowShape } from './justified-rows';

/** A line of the gallery: the name of a month, of a day in it, or some of its pictures side by side. */
export type GalleryRow =
	{ readonly kind: 'month' | 'day'; readonly key: string; readonly name: string } | PictureRow;

export interface PictureRow {
	readonly kind: 'pictures';
	readonly key: string;
	readonly files: readonly File[];
	/** In CSS pixels, as are the widths of the files and how far each lies from where the row begins. */
	readonly height: number;
	readonly widths: readonly number[];
	readonly starts: readonly number[];
	/** Days of few pictures stand beside each other, each under its name. Of one day, the name is a line of its own. */
	readonly days?: readonly DayOfRow[];
}

interface DayOfRow {
	/** As ISO 8601 writes it. */
	readonly day: string;
	readonly name: string;
	/** In CSS pixels: of its pictures, or what its name needs. */
	readonly width: number;
	/** Its pictures, of those of the row. */
	readonly from: number;
	readonly to: number;
}

type LayOut = (files: readonly File[]) => readonly GalleryRow[];
type Day = readonly [day: string, files: readonly File[]];

/** Between two days beside each other, and the room for the name of one, in CSS pixels. */
export const DAY_GAP = 16;
const DAY_WIDTH_LEAST = 104;

/** Days beside each other are stretched to the width of the window by so much at most. */
const STRETCH_MOST = 1.4;

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
	return (files) => {
		const days = [...Map.groupBy(files, takenOn)];
		return [...Map.groupBy(days, ([day]) => monthOf(day))].flatMap(([month, taken]) => [
			{ kind: 'month', key: month, name: formatMonth(`${month}-01`, calendar) },
			...rowsOfMonth(taken, shape, formOf),
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

/** Days that fit beside each other share a row, as a picture on each of thirty days would be thirty rows. */
function rowsOfMonth(
	days: readonly Day[],
	shape: RowShape,
	formOf: (file: File) => number,
): readonly GalleryRow[] {
	const rows: GalleryRow[] = [];
	let beside: Day[] = [];
	let taken = 0;
	const end = (spare: number) => {
		const [first] = beside;
		if (first === undefined) return;
		if (beside.length > 1) rows.push(rowOfDays(beside, { shape, formOf, spare }));
		else rows.push(...rowsOfDay(first, shape, formOf));
		[beside, taken] = [[], 0];
	};
	for (const day of days) {
		const width = widthOf(day[1].map(formOf), shape);
		if (taken > 0 && taken + DAY_GAP + width > shape.width) end(shape.width - taken);
		taken += (taken > 0 ? DAY_GAP : 0) + width;
		beside.push(day);
	}
	end(0);
	return rows;
}

/** Of a day whose pictures are all in one row, in CSS pixels. */
function widthOf(forms: readonly number[], { height, gap }: RowShape): number {
	const pictures = forms.reduce((sum, form) => sum + shownRatio(form) * height, 0);
	return Math.max(DAY_WIDTH_LEAST, pictures + gap * (forms.length - 1));
}

function rowsOfDay(
	[day, files]: Day,
	shape: RowShape,
	formOf: (file: File) => number,
): readonly GalleryRow[] {
	return [
		{ kind: 'day', key: day, name: formatDayOfMonth(day, calendar) },
		...justifiedRows(files.map(formOf), shape).map(({ start, height, widths }): PictureRow => ({
			kind: 'pictures',
			key: files[start]?.id ?? '',
			files: files.slice(start, start + widths.length),
			height,
			widths,
			starts: startsOf(widths, shape.gap),
		})),
	];
}

interface RowOfDays {
	readonly shape: RowShape;
	readonly formOf: (file: File) => number;
	/** To be filled, in CSS pixels: what is left where another day follows, for which there is no room. */
	readonly spare: number;
}

function rowOfDays(days: readonly Day[], { shape, formOf, spare }: RowOfDays): PictureRow {
	const files = days.flatMap(([, each]) => each);
	const pictures = files.reduce((sum, file) => sum + shownRatio(formOf(file)) * shape.height, 0);
	const height = shape.height * Math.min(STRETCH_MOST, 1 + spare / pictures);
	const starts: number[] = [];
	const widths: number[] = [];
	const named: DayOfRow[] = [];
	let start = 0;
	for (const [day, taken] of days) {
		const own = taken.map((file) => shownRatio(formOf(file)) * height);
		const width = widthOf(taken.map(formOf), { ...shape, height });
		named.push({
			day,
			name: formatDayOfMonth(day, calendar),
			width,
			from: widths.length,
			to: widths.length + own.length,
		});
		starts.push(...startsOf(own, shape.gap).map((each) => start + each));
		widths.push(...own);
		start += width + DAY_GAP;
	}
	return { kind: 'pictures', key: files[0]?.id ?? '', files, height, widths, starts, days: named };
}

/** How far each lies from the first, with gaps between them. */
function startsOf(widths: readonly number[], gap: number): readonly number[] {
	let next = 0;
	return widths.map((width) => {
		const start = next;
		next += width + gap;
		return start;
	});
}
