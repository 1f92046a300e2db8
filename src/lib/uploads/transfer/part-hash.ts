import { sha256 } from './checksum';

interface FilledRoom {
	/** The same memory; after a read into it, it is another object. */
	readonly room: ArrayBuffer;
	readonly sizeBytes: number;
}

/**
 * Hashes large slices in one buffer, again and again: a fresh one for each is freed by the collector alone, which lets hundreds of megabytes
 * come together.
 */
export class PartHash {
	readonly #keptBytes: number;
	#room = new ArrayBuffer(0);
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
		const kept = this.#room;
		// A read that fails takes the buffer with it.
		this.#room = new ArrayBuffer(0);
		const empty = kept.byteLength < slice.size ? new ArrayBuffer(slice.size) : kept;
		const { room, sizeBytes } = await fill(empty, slice);
		const digest = await sha256(new Uint8Array(room, 0, sizeBytes));
		if (room.byteLength <= this.#keptBytes) this.#room = room;
		return { sizeBytes, sha256: digest };
	}
}

/** The browser writes straight into the buffer where it can: chunks of its own are copied once more, and wait for the collector. */
async function fill(empty: ArrayBuffer, slice: Blob): Promise<FilledRoom> {
	const stream = slice.stream();
	const reader = byteReaderOf(stream);
	if (reader === undefined) return copyInto(empty, stream);
	let room = empty;
	let sizeBytes = 0;
	while (sizeBytes < slice.size) {
		const { done, value } = await reader.read(
			new Uint8Array(room, sizeBytes, slice.size - sizeBytes),
		);
		if (value !== undefined) room = value.buffer;
		if (done) break;
		sizeBytes += value.length;
	}
	return { room, sizeBytes };
}

/** Undefined where the streams of files are no streams of bytes. */
function byteReaderOf(stream: ReadableStream): ReadableStreamBYOBReader | undefined {
	try {
		return stream.getReader({ mode: 'byob' });
	} catch {
		return undefined;
	}
}

async function copyInto(room: ArrayBuffer, stream: ReadableStream<Uint8Array>) {
	const bytes = new Uint8Array(room);
	const reader = stream.getReader();
	let sizeBytes = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return { room, sizeBytes };
		bytes.set(value, sizeBytes);
		sizeBytes += value.length;
	}
}
