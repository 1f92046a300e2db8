import { sha256 } from './checksum';

/**
 * Hashes large slices in one buffer, again and again: a fresh one for each is freed by the collector alone, which lets hundreds of megabytes
 * come together.
 */
export class PartHash {
	readonly #keptBytes: number;
	#room = new Uint8Array(0);
	#last: Promise<unknown> = Promise.resolve();

	/** A larger buffer than `keptBytes` is not kept. */
	constructor(keptBytes: number) {
		this.#keptBytes = keptBytes;
	}

	/** One slice after the other, as they share the buffer. Fails with what the browser throws from a read. */
	hash(slice: Blob): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
		const hashed = this.#last.then(() => this.#hash(slice));
		this.#last = hashed.catch(() => undefined);
		return hashed;
	}

	async #hash(slice: Blob) {
		if (this.#room.length < slice.size) this.#room = new Uint8Array(slice.size);
		const room = this.#room;
		if (room.length > this.#keptBytes) this.#room = new Uint8Array(0);
		const reader = slice.stream().getReader();
		let sizeBytes = 0;
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			room.set(value, sizeBytes);
			sizeBytes += value.length;
		}
		return { sizeBytes, sha256: await sha256(room.subarray(0, sizeBytes)) };
	}
}
