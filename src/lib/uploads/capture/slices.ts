/** A file of which ranges are read, as of a `Blob`. */
export interface Slices {
	/** Bytes of the whole file. */
	readonly size: number;
	slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file whose bytes are in memory. */
export class ReadFile implements Slices {
	readonly bytes: ArrayBuffer;
	readonly size: number;

	constructor(bytes: ArrayBuffer) {
		this.bytes = bytes;
		this.size = bytes.byteLength;
	}

	slice(start: number, end: number) {
		return { arrayBuffer: () => Promise.resolve(this.bytes.slice(start, end)) };
	}
}
