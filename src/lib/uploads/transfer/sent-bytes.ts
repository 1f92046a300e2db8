import type { Clock } from './ports';
import type { UploadTask } from './upload-task.svelte';

/** Six parts tell a hundred times a second how far they are; each time it is told the page draws. In milliseconds. */
const TELL_EVERY_MS = 250;

/** Adds up what the parts of one file have moved: a part that starts over takes its bytes back. */
export class SentBytes {
	readonly #task: Pick<UploadTask, 'progress'>;
	readonly #clock: Pick<Clock, 'now'>;
	readonly #byPart = new Map<number, number>();
	#total = 0;
	#toldAt = Number.NEGATIVE_INFINITY;

	constructor(task: Pick<UploadTask, 'progress'>, clock: Pick<Clock, 'now'>) {
		this.#task = task;
		this.#clock = clock;
	}

	/** Where a part begins, begins anew or is there: the task is told at once. */
	set(partNumber: number, sizeBytes: number): void {
		this.#count(partNumber, sizeBytes);
		this.#tell();
	}

	/** While a part moves: the task is told now and then. */
	moved(partNumber: number, sizeBytes: number): void {
		this.#count(partNumber, sizeBytes);
		if (this.#clock.now() - this.#toldAt >= TELL_EVERY_MS) this.#tell();
	}

	#count(partNumber: number, sizeBytes: number): void {
		this.#total += sizeBytes - (this.#byPart.get(partNumber) ?? 0);
		this.#byPart.set(partNumber, sizeBytes);
	}

	#tell(): void {
		this.#toldAt = this.#clock.now();
		this.#task.progress(this.#total);
	}
}
