/**
 * Runs at most `capacity` tasks at once, first come first served. One semaphore is shared by all uploads
 * of the tab: the browser's connections and memory are scarce, not one file's.
 */
export class Semaphore {
	#free: number;
	readonly #capacity: number;
	readonly #waiting = new Set<() => void>();

	constructor(capacity: number) {
		this.#capacity = capacity;
		this.#free = capacity;
	}

	/** No caller is inside and none waits. */
	get idle(): boolean {
		return this.#free === this.#capacity && this.#waiting.size === 0;
	}

	/** The next caller comes in at once. */
	get open(): boolean {
		return this.#free > 0;
	}

	/** Throws the signal's reason where the wait is given up; `task` itself has to mind the signal. */
	async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
		await this.#enter(signal);
		try {
			return await task();
		} finally {
			this.#leave();
		}
	}

	async #enter(signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (this.#free > 0) {
			this.#free -= 1;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const enter = () => {
				signal.removeEventListener('abort', giveUp);
				resolve();
			};
			const giveUp = () => {
				this.#waiting.delete(enter);
				reject(signal.reason as Error);
			};
			this.#waiting.add(enter);
			signal.addEventListener('abort', giveUp, { once: true });
		});
	}

	/** The place goes straight to the next in line, so that no other caller comes in between. */
	#leave(): void {
		for (const enter of this.#waiting) {
			this.#waiting.delete(enter);
			enter();
			return;
		}
		this.#free += 1;
	}
}
