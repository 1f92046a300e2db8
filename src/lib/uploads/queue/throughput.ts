/** How far back the speed looks, in milliseconds: long enough to be calm, short enough to follow a change. */
const WINDOW_MS = 8000;
const SLOT_MS = 250;
/** Before this the speed cannot be estimated. */
const LEAST_MS = 1000;

/** Speed over the last seconds. Time spent idle or offline is forgotten by `pause`. */
export class Throughput {
	readonly #now: () => number;
	#slots: { readonly at: number; bytes: number }[] = [];

	constructor(now: () => number) {
		this.#now = now;
	}

	add(bytes: number): void {
		const now = this.#now();
		const last = this.#slots.at(-1);
		if (last !== undefined && now - last.at < SLOT_MS) last.bytes += bytes;
		else this.#slots.push({ at: now, bytes });
		this.#slots = this.#slots.filter(({ at }) => now - at <= WINDOW_MS);
	}

	pause(): void {
		this.#slots = [];
	}

	/** Undefined until it can be told. */
	get bytesPerSecond(): number | undefined {
		const now = this.#now();
		const first = this.#slots[0];
		if (first === undefined || now - first.at < LEAST_MS) return undefined;
		const bytes = this.#slots.reduce((sum, slot) => sum + slot.bytes, 0);
		return (bytes * 1000) / (now - first.at);
	}
}
