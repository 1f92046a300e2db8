export interface WavesOptions<Item> {
	readonly countMax: () => number;
	readonly bytesMax: () => number;
	readonly bytesOf: (item: Item) => number;
}

/**
 * Lets items go in waves: a new one starts when half of the last is done, and fills up to the limits.
 * One at a time would be as quick, but each would then ask the vault alone.
 */
export class Waves<Item> {
	readonly #options: WavesOptions<Item>;
	/** Both in the order in which they came. */
	readonly #waiting = new Set<Item>();
	readonly #out = new Map<Item, number>();
	#bytesOut = 0;

	constructor(options: WavesOptions<Item>) {
		this.#options = options;
	}

	add(item: Item): void {
		this.#waiting.add(item);
	}

	remove(item: Item): void {
		this.#waiting.delete(item);
	}

	done(item: Item): void {
		this.#bytesOut -= this.#out.get(item) ?? 0;
		this.#out.delete(item);
	}

	/** Those that go now. A single one always goes, however large. */
	next(): readonly Item[] {
		const countMax = this.#options.countMax();
		const bytesMax = this.#options.bytesMax();
		if (this.#out.size > countMax / 2 || this.#bytesOut > bytesMax / 2) return [];
		const wave: Item[] = [];
		for (const item of this.#waiting) {
			// Asked for again before it is back: it goes once it is.
			if (this.#out.has(item)) continue;
			const bytes = this.#options.bytesOf(item);
			const full = this.#out.size >= countMax || this.#bytesOut + bytes > bytesMax;
			if (full && this.#out.size > 0) break;
			this.#waiting.delete(item);
			this.#out.set(item, bytes);
			this.#bytesOut += bytes;
			wave.push(item);
		}
		return wave;
	}
}
