import { numberedName } from '#contract/names';
import { foldName } from './fold-name.ts';

/** Which of these names are taken already, each folded. */
export type TakenNames = (names: readonly string[]) => Promise<Iterable<string>>;

/** The first numbers of each name are looked up together where several names need one. */
const NEAR = 4;
/** Numbers looked up at once. */
const WINDOW = 64;
/** Where to look for a number beyond a window that is full: at its double, and so on up to 2^30. */
const DOUBLINGS = 24;

/**
 * A free name for each wanted one, in order: the first stays as it is, the next of the same name get
 * numbers. The names given count as taken for those that follow.
 */
export async function freeNames(
	wanted: readonly string[],
	takenNames: TakenNames,
): Promise<readonly string[]> {
	const taken = new Set(await takenNames(wanted));
	const series = await nearSeries(wanted, { taken, takenNames });
	const given: string[] = [];
	for (const name of wanted) {
		const folded = foldName(name);
		let free = name;
		if (taken.has(folded)) {
			const numbers = series.get(folded) ?? { next: 1, known: 0 };
			series.set(folded, numbers);
			free = await nextNumbered(name, numbers, { taken, takenNames });
		}
		taken.add(foldName(free));
		given.push(free);
	}
	return given;
}

/** Of names that need a number, where they are more than one. A folder that is sent twice has many, each with few namesakes. */
async function nearSeries(
	wanted: readonly string[],
	{ taken, takenNames }: Taken,
): Promise<Map<string, Series>> {
	const names = new Map<string, string>();
	const met = new Set(taken);
	for (const name of wanted) {
		const folded = foldName(name);
		if (met.has(folded)) names.set(folded, name);
		met.add(folded);
	}
	if (names.size < 2) return new Map();
	const near = [...names.values()].flatMap((name) =>
		Array.from({ length: NEAR }, (_, i) => numberedName(name, i + 1)),
	);
	for (const name of await takenNames(near)) taken.add(name);
	return new Map([...names.keys()].map((folded) => [folded, { next: 1, known: NEAR }]));
}

/** How far one name has been counted, and up to where we know what is taken. */
interface Series {
	next: number;
	known: number;
}

interface Taken {
	readonly taken: Set<string>;
	readonly takenNames: TakenNames;
}

/**
 * The next free number, or where a whole window is taken, one of which the number before is taken:
 * among thousands of namesakes it is found by a few look-ups, and a gap further down may stay.
 */
async function nextNumbered(name: string, series: Series, { taken, takenNames }: Taken) {
	for (;;) {
		if (series.next > series.known) {
			const numbers = Array.from({ length: WINDOW }, (_, i) => series.next + i);
			const free = await freeAmong(name, numbers, takenNames);
			for (const n of numbers) if (!free.includes(n)) taken.add(foldName(numberedName(name, n)));
			series.known = series.next + WINDOW - 1;
			if (free.length === 0) series.next = await freeBeyond(name, series.known, takenNames);
		}
		const candidate = numberedName(name, series.next);
		series.next += 1;
		if (!taken.has(foldName(candidate))) return candidate;
	}
}

/** A free number of which the one before is taken, above `low`, which is taken. */
async function freeBeyond(name: string, low: number, takenNames: TakenNames): Promise<number> {
	let numbers = Array.from({ length: DOUBLINGS }, (_, i) => low * 2 ** (i + 1));
	for (;;) {
		const free = await freeAmong(name, numbers, takenNames);
		const at = numbers.findIndex((n) => free.includes(n));
		const high = numbers[at];
		if (high === undefined) throw new Error('a folder has more namesakes than a folder can have');
		const below = numbers[at - 1] ?? low;
		if (high - below === 1) return high;
		low = below;
		const step = Math.ceil((high - below) / WINDOW);
		numbers = [];
		for (let n = below + step; n < high; n += step) numbers.push(n);
		numbers.push(high);
	}
}

/** Those of the numbers, in order, whose names are free. */
async function freeAmong(
	name: string,
	numbers: readonly number[],
	takenNames: TakenNames,
): Promise<readonly number[]> {
	const taken = new Set(await takenNames(numbers.map((n) => numberedName(name, n))));
	return numbers.filter((n) => !taken.has(foldName(numberedName(name, n))));
}
