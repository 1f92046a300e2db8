import type { UploadWatch } from './upload-job';

/** Adds up what the parts of one file have moved: a part that starts over takes its bytes back. */
export class SentBytes {
	readonly #watch: Pick<UploadWatch, 'progress'>;
	readonly #byPart = new Map<number, number>();
	#total = 0;

	constructor(watch: Pick<UploadWatch, 'progress'>) {
		this.#watch = watch;
	}

	set(partNumber: number, sizeBytes: number): void {
		this.#total += sizeBytes - (this.#byPart.get(partNumber) ?? 0);
		this.#byPart.set(partNumber, sizeBytes);
		this.#watch.progress(this.#total);
	}
}
