import type { File } from '#contract/entries';
import { lazy } from '$lib/concurrency/lazy';
import type { DerivativeListener, DerivativeQueue } from './derivative-queue';

interface DerivativesParts {
	/** Loads the queue and makes it. */
	readonly load: () => Promise<DerivativeQueue>;
	/** Runs the task when the page waits for nothing. */
	readonly inSpareTime: (task: () => Promise<unknown>) => void;
}

/** The way to the pictures this tab draws, whose queue is loaded in spare time, or with the first upload. */
export class Derivatives {
	/** Rejects where it cannot be loaded; the next call tries again. */
	readonly queue: () => Promise<DerivativeQueue>;
	readonly #parts: DerivativesParts;
	readonly #listeners = new Set<DerivativeListener>();
	#loaded: DerivativeQueue | undefined;

	constructor(parts: DerivativesParts) {
		this.#parts = parts;
		this.queue = lazy(() => this.#load());
	}

	/** Returns how to stop. */
	listen(listener: DerivativeListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** As `DerivativeQueue.see`; a file that has left the screen before the queue is here is not drawn. */
	see(file: File, placeWidth: number): () => void {
		if (this.#loaded !== undefined) return this.#loaded.see(file, placeWidth);
		let leave: (() => void) | undefined;
		let left = false;
		this.#parts.inSpareTime(async () => {
			if (left) return;
			const queue = await this.queue();
			// It may have left while the queue was on its way.
			if (!(left as boolean)) leave = queue.see(file, placeWidth);
		});
		return () => {
			left = true;
			leave?.();
		};
	}

	async #load(): Promise<DerivativeQueue> {
		const queue = await this.#parts.load();
		queue.listen({
			made: (file, kinds) => {
				for (const listener of this.#listeners) listener.made?.(file, kinds);
			},
			settled: () => {
				for (const listener of this.#listeners) listener.settled?.();
			},
		});
		this.#loaded = queue;
		return queue;
	}
}
