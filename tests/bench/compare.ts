/** One side of a comparison: prepares what it needs, then does the measured work once per call. */
interface Side {
	readonly name: string;
	/** Answers the milliseconds it took where it measures itself. */
	run(): Promise<number | undefined> | number | undefined;
}

export interface Comparison {
	readonly name: string;
	readonly what: string;
	readonly ours: Side;
	readonly reference: Side;
	/** What PERFORMANCE asks for, as reference time ÷ our time. */
	readonly targetRatio: number;
	/** Default: seven. */
	readonly rounds?: number;
}

/** How thorough a run is. */
export interface Pace {
	/** A laptop's minute: fewer rounds, and less in each. */
	readonly quick: boolean;
	readonly rounds: number;
}

export interface Result {
	readonly name: string;
	readonly what: string;
	readonly unit: 'ms' | 'bytes' | 'count';
	readonly ours: number;
	readonly reference: number;
	/** Reference ÷ ours, the median of the rounds where there are any: above 1 we are quicker, lighter, or do with less. */
	readonly ratio: number;
	readonly ratioMin: number;
	readonly ratioMax: number;
	readonly targetRatio: number;
}

export const ROUNDS = 7;

async function time(side: Side): Promise<number> {
	const started = performance.now();
	const told = await side.run();
	return told ?? performance.now() - started;
}

/** Of an even number the mean of the two in the middle: the two rounds of a quick run count alike. */
export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
	const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
	return (lower + upper) / 2;
}

type Time = () => Promise<number>;

/**
 * One side against several references, A B C C B A in each round. Answers with one result for each reference, in their
 * order; `what` and the target are the caller's.
 */
export async function compareAll({
	name,
	ours,
	references,
	rounds,
}: {
	readonly name: string;
	/** Milliseconds of one run. */
	readonly ours: Time;
	readonly references: readonly Time[];
	readonly rounds: number;
}): Promise<readonly Omit<Result, 'what' | 'targetRatio'>[]> {
	const sides = [ours, ...references];
	const taken = sides.map((): number[] => []);
	for (let round = 0; round < rounds; round++) {
		const firsts: number[] = [];
		for (const side of sides) firsts.push(await side());
		for (const [index, side] of [...sides.entries()].reverse()) {
			taken[index]?.push(((firsts[index] ?? Number.NaN) + (await side())) / 2);
		}
		console.log(
			`  round ${String(round + 1)}: ${taken.map((all) => all.at(-1)?.toFixed(0)).join(' · ')} ms`,
		);
	}
	const [oursMs = [], ...others] = taken;
	return others.map((referenceMs) => {
		const ratios = referenceMs.map((ms, round) => ms / (oursMs[round] ?? Number.NaN));
		return {
			name,
			unit: 'ms',
			ours: median(oursMs),
			reference: median(referenceMs),
			ratio: median(ratios),
			ratioMin: Math.min(...ratios),
			ratioMax: Math.max(...ratios),
		};
	});
}

/**
 * Runs both sides interleaved, A B B A, so that whatever else the machine does falls on both, and
 * reports the ratio of each round: milliseconds differ between machines, ratios hardly.
 */
export async function compare(comparison: Comparison): Promise<Result> {
	const { ours, reference, rounds = ROUNDS } = comparison;
	await ours.run();
	await reference.run();
	const oursMs: number[] = [];
	const referenceMs: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const first = await time(ours);
		const others = (await time(reference)) + (await time(reference));
		oursMs.push((first + (await time(ours))) / 2);
		referenceMs.push(others / 2);
	}
	const ratios = referenceMs.map((ms, round) => ms / (oursMs[round] ?? Number.NaN));
	return {
		name: comparison.name,
		what: comparison.what,
		unit: 'ms',
		ours: median(oursMs),
		reference: median(referenceMs),
		ratio: median(ratios),
		ratioMin: Math.min(...ratios),
		ratioMax: Math.max(...ratios),
		targetRatio: comparison.targetRatio,
	};
}
