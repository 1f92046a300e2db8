import type { Random } from '../../support/random.ts';

/** What a client can be told to do, and how often of a hundred times. */
const weights = {
	upload: 22,
	'upload in parts': 1,
	'upload and leave': 5,
	'upload and give up': 5,
	folder: 8,
	folders: 3,
	rename: 9,
	move: 10,
	trash: 8,
	restore: 5,
	purge: 3,
	'empty trash': 1,
	'older version': 4,
	picture: 4,
	read: 8,
	list: 4,
} as const;
export type Doing = keyof typeof weights;

/** What else happens after an operation, and how often of a thousand times. */
const weather = {
	'database disconnects': 20,
	sweep: 8,
	comparison: 3,
	'clock moves': 8,
} as const;
export type Weather = keyof typeof weather;

export interface Step {
	readonly client: number;
	readonly doing: Doing;
	/** From 0 up to 1, one for each choice that depends on what is there by then. */
	readonly choices: readonly [number, number, number, number];
	readonly weather: readonly Weather[];
}

/** The same steps in the same order for the same numbers. */
export function planOf(random: Random, { operations, clients }: PlanOptions): readonly Step[] {
	return Array.from({ length: operations }, (_, i): Step => ({
		client: i % clients,
		doing: weighed(random),
		choices: [random.next(), random.next(), random.next(), random.next()],
		weather: keysOf(weather).filter((each) => random.next() * 1000 < weather[each]),
	}));
}

export interface PlanOptions {
	readonly operations: number;
	readonly clients: number;
}

function weighed(random: Random): Doing {
	let left = random.next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
	for (const doing of keysOf(weights)) {
		left -= weights[doing];
		if (left < 0) return doing;
	}
	return 'read';
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
	return Object.keys(record) as Key[];
}
