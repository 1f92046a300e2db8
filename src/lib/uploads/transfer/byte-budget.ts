import type { KeptBytes } from './ports';

/** A fixed number of bytes that may be kept in memory; a file that finds no room is read again later. */
export class ByteBudget implements KeptBytes {
	#freeBytes: number;

	constructor(sizeBytes: number) {
		this.#freeBytes = sizeBytes;
	}

	take(sizeBytes: number): boolean {
		if (sizeBytes > this.#freeBytes) return false;
		this.#freeBytes -= sizeBytes;
		return true;
	}

	giveBack(sizeBytes: number): void {
		this.#freeBytes += sizeBytes;
	}
}
