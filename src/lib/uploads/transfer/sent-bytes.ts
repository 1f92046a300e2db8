import type { UploadTask } from './upload-task.svelte';

/** Adds up what the parts of one file have moved: a part that starts over takes its bytes back. */
export class SentBytes {
	readonly #task: Pick<UploadTask, 'progress'>;
	readonly #byPart = new Map<number, number>();
	#total = 0;

	constructor(task: Pick<UploadTask, 'progress'>) {
		this.#task = task;
	}

	set(partNumber: number, sizeBytes: number): void {
		this.#total += sizeBytes - (this.#byPart.get(partNumber) ?? 0);
		this.#byPart.set(partNumber, sizeBytes);
		this.#task.progress(this.#total);
	}
}
