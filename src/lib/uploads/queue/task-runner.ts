import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import type { UploadTask } from '../transfer/upload-task.svelte';
import { Scheduler } from './scheduler';

const MIB = 1024 * 1024;
/** Small files under way at a time, from hashing to confirming: as many as two begin calls take. */
const SMALL_MAX = 1000;
/** Bytes of small files under way, at least and at most: in between as many as the line sends in `FORM_AGE_SECONDS`. */
const SMALL_BYTES = { least: 64 * MIB, most: 1024 * MIB } as const;
/** A form is sent this soon after it was signed, so that few have to be signed again. */
const FORM_AGE_SECONDS = 60;
/** Large files at a time: while one ends the next already sends. They share connections and memory. */
const LARGE_MAX = 2;

/**
 * Decides which files start next: few large ones at a time, small ones in groups, so that one call to the
 * vault covers hundreds; never all of a batch, so that memory does not grow with the number of files.
 */
export class TaskRunner {
	readonly #run: (task: UploadTask) => Promise<void>;
	readonly #small: Scheduler<UploadTask>;
	readonly #large: Scheduler<UploadTask>;

	constructor(run: (task: UploadTask) => Promise<void>, bytesPerSecond: () => number | undefined) {
		this.#run = run;
		this.#small = new Scheduler({
			countMax: () => SMALL_MAX,
			bytesMax: () =>
				Math.min(
					Math.max(SMALL_BYTES.least, (bytesPerSecond() ?? 0) * FORM_AGE_SECONDS),
					SMALL_BYTES.most,
				),
			bytesOf: ({ sizeBytes }) => sizeBytes,
		});
		this.#large = new Scheduler({
			countMax: () => LARGE_MAX,
			bytesMax: () => Number.POSITIVE_INFINITY,
			bytesOf: ({ sizeBytes }) => sizeBytes,
		});
	}

	add(tasks: readonly UploadTask[]): void {
		for (const task of tasks) this.#schedulerOf(task).add(task);
		this.#go(this.#small);
		this.#go(this.#large);
	}

	/** Takes a task out of the line; one that was started goes on. */
	remove(task: UploadTask): void {
		this.#schedulerOf(task).remove(task);
	}

	#schedulerOf(task: UploadTask): Scheduler<UploadTask> {
		return task.sizeBytes <= SINGLE_REQUEST_MAX_BYTES ? this.#small : this.#large;
	}

	#go(scheduler: Scheduler<UploadTask>): void {
		for (const task of scheduler.next()) {
			void this.#run(task).finally(() => {
				scheduler.done(task);
				this.#go(scheduler);
			});
		}
	}
}
