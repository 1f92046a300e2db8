import { numberedName } from '#contract/names';
import { foldName } from './name-key.ts';

/** Which of these names are taken already, each folded. */
export type TakenNames = (names: readonly string[]) => Promise<Iterable<string>>;

/** Numbers looked up at once; doubled each time, so that sixty `image.jpg` need two questions and not sixty. */
const WINDOW = 64;

/**
 * A free name for each wanted one, in order: the first stays as it is, the next of the same name get
 * numbers. The names given count as taken for those that follow.
 */
export async function freeNames(
	wanted: readonly string[],
	takenNames: TakenNames,
): Promise<readonly string[]> {
	const taken = new Set(await takenNames(wanted));
	const series = new Map<string, Series>();
	const given: string[] = [];
	for (const name of wanted) {
		const folded = foldName(name);
		let free = name;
		if (taken.has(folded)) {
			const numbers = series.get(folded) ?? { next: 1, known: 0, window: WINDOW };
			series.set(folded, numbers);
			free = await nextNumbered(name, numbers, { taken, takenNames });
		}
		taken.add(foldName(free));
		given.push(free);
	}
	return given;
}

/** How far one name has been counted, and up to where we know what is taken. */
interface Series {
	next: number;
	known: number;
	window: number;
}

interface Taken {
	readonly taken: Set<string>;
	readonly takenNames: TakenNames;
}

async function nextNumbered(name: string, series: Series, { taken, takenNames }: Taken) {
	for (;;) {
		if (series.next > series.known) {
			const numbers = Array.from({ length: series.window }, (_, i) => series.known + 1 + i);
			for (const each of await takenNames(numbers.map((n) => numberedName(name, n)))) {
				taken.add(each);
			}
			series.known += series.window;
			series.window *= 2;
		}
		const candidate = numberedName(name, series.next);
		series.next += 1;
		if (!taken.has(foldName(candidate))) return candidate;
	}
}
