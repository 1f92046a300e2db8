interface Waiting {
	readonly sizeBytes: number;
	readonly begin: () => void;
}

/**
 * Works in the order in which they come, side by side as long as they are small: all large ones at once would all be done at the end, and
 * the first of them is waited for.
 */
export class InTurn {
	readonly #bytesMax: number;
	readonly #waiting: Waiting[] = [];
	#underway = 0;
	#bytesUnderway = 0;

	/** What the works under way have together at most; a larger one runs alone. */
	constructor(bytesMax: number) {
		this.#bytesMax = bytesMax;
	}

	async run<T>(sizeBytes: number, work: () => Promise<T>): Promise<T> {
		const turn = Promise.withResolvers<undefined>();
		this.#waiting.push({ sizeBytes, begin: () => turn.resolve(undefined) });
		this.#beginNext();
		await turn.promise;
		try {
			return await work();
		} finally {
			this.#underway -= 1;
			this.#bytesUnderway -= sizeBytes;
			this.#beginNext();
		}
	}

	#beginNext(): void {
		for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
			const fits = this.#bytesUnderway + next.sizeBytes <= this.#bytesMax;
			if (!fits && this.#underway > 0) return;
			this.#waiting.shift();
			this.#underway += 1;
			this.#bytesUnderway += next.sizeBytes;
			next.begin();
		}
	}
}
