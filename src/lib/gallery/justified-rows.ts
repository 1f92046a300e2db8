/** Some pictures side by side, in CSS pixels. */
export interface JustifiedRow {
	/** Of its first picture in the list. */
	readonly start: number;
	readonly height: number;
	readonly widths: readonly number[];
}

/** In CSS pixels. */
export interface RowShape {
	readonly width: number;
	/** The rows are about this high. */
	readonly height: number;
	/** Between two pictures. */
	readonly gap: number;
}

/** Width by height. What is narrower or wider is cut at its ends: a panorama would be a line, a scroll a pillar. */
const RATIO_LEAST = 0.5;
const RATIO_MOST = 3;

/** In which form a picture is shown, as width by height. */
export function shownRatio(ratio: number): number {
	return Math.min(RATIO_MOST, Math.max(RATIO_LEAST, ratio));
}

/**
 * Breaks pictures, given as width by height, into rows that fill the width, in which all are equally high, as Flickr's justified layout
 * does (https://github.com/flickr/justified-layout; its last release is of 2020). The last row is not stretched. Where a row ends
 * depends on nothing behind the next picture: what is appended moves no row but the last.
 */
export function justifiedRows(
	ratios: readonly number[],
	{ width, height, gap }: RowShape,
): readonly JustifiedRow[] {
	const shown = ratios.map(shownRatio);
	const rows: JustifiedRow[] = [];
	let [start, sum] = [0, 0];
	/** Of a row with these pictures that fills the width. */
	const filling = (count: number, ratio: number) => (width - gap * (count - 1)) / ratio;
	const end = (before: number, rowHeight: number) => {
		const widths = shown.slice(start, before).map((ratio) => ratio * rowHeight);
		rows.push({ start, height: rowHeight, widths });
		[start, sum] = [before, 0];
	};
	for (const [index, ratio] of shown.entries()) {
		const count = index - start;
		const without = sum === 0 ? Infinity : filling(count, sum);
		// The row ends before or behind the picture with which it becomes low enough, as comes nearer to the wished height.
		if (without / height < height / filling(count + 1, sum + ratio)) end(index, without);
		sum += ratio;
		const filled = filling(index + 1 - start, sum);
		if (filled <= height) end(index + 1, filled);
	}
	if (sum > 0) end(shown.length, height);
	return rows;
}
