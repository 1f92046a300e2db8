import type { Result } from './compare.ts';

/** The number below which 95 of a hundred lie. */
export function p95(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN;
}

/** Milliseconds of each run, one after the other. */
export async function timesOf<T>(
	all: readonly T[],
	run: (each: T) => Promise<unknown>,
): Promise<number[]> {
	const times: number[] = [];
	for (const each of all) {
		const began = performance.now();
		await run(each);
		times.push(performance.now() - began);
	}
	return times;
}

/** Held against a figure of PERFORMANCE that names no reference. */
export function withinTarget(
	measured: Pick<Result, 'name' | 'what' | 'unit'> & {
		readonly ours: number;
		readonly target: number;
	},
): Result {
	const { target, ...rest } = measured;
	const ratio = target / measured.ours;
	return { ...rest, reference: target, ratio, ratioMin: ratio, ratioMax: ratio, targetRatio: 1 };
}
