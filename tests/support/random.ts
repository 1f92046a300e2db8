/** Numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
	/** From 0 up to, not including, 1. */
	next(): number;
	/** Whole, both ends included. */
	whole(from: number, to: number): number;
	pick<T>(from: readonly [T, ...T[]]): T;
}

/** Mulberry32 over a hash of the seed: 32 bits of state are plenty for names and hills. */
export function randomFrom(seed: string): Random {
	let state = hash(seed);
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
	return { next, whole, pick: (from) => from[whole(0, from.length - 1)] ?? from[0] };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
	return value;
}
