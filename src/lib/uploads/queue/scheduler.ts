export interface SchedulerOptions<Item> {
	readonly countMax: () => number;
	readonly bytesMax: () => number;
	readonly bytesOf: (item: Item) => number;
}

/**
 * Starts items in groups: a new group starts when half of the items under way are done, and fills up to
 * the limits. One item at a time would be as quick, but each would then ask the vault alone.
 */
export class Scheduler<Item> {
	readonly #options: SchedulerOptions<Item>;
	/** Both in the order in which they were added. */
	readonly #waiting = new Set<Item>();
	readonly #underway = new Map<Item, number>();
	#bytesUnderway = 0;

	constructor(options: SchedulerOptions<Item>) {
		this.#options = options;
	}

	add(item: Item): void {
		this.#waiting.add(item);
	}

	remove(item: Item): void {
		this.#waiting.delete(item);
	}

	done(item: Item): void {
		this.#bytesUnderway -= this.#underway.get(item) ?? 0;
		this.#underway.delete(item);
	}

	/** The items to start now; they are under way until `done`. A single one always starts, however large. */
	next(): readonly Item[] {
		const countMax = this.#options.countMax();
		const bytesMax = this.#options.bytesMax();
		if (this.#underway.size > countMax / 2 || this.#bytesUnderway > bytesMax / 2) return [];
		const group: Item[] = [];
		for (const item of this.#waiting) {
			// Added again while it is under way: it starts again once it is done.
			if (this.#underway.has(item)) continue;
			const bytes = this.#options.bytesOf(item);
			const full = this.#underway.size >= countMax || this.#bytesUnderway + bytes > bytesMax;
			if (full && this.#underway.size > 0) break;
			this.#waiting.delete(item);
			this.#underway.set(item, bytes);
			this.#bytesUnderway += bytes;
			group.push(item);
		}
		return group;
	}
}
