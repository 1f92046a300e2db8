import { median, type Result } from './compare.ts';

/** Figures of several rounds against a fixed limit that none shall pass: what has no reference that runs. */
export function againstLimit(
	about: Pick<Result, 'name' | 'what' | 'unit'>,
	figures: readonly number[],
	limit: number,
): Result {
	// Nothing at all is as far below the limit as can be told.
	const ratios = figures.map((figure) => limit / Math.max(figure, limit / 1000));
	return {
		...about,
		ours: median(figures),
		reference: limit,
		ratio: median(ratios),
		ratioMin: Math.min(...ratios),
		ratioMax: Math.max(...ratios),
		targetRatio: 1,
	};
}
