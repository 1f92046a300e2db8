/** A file of which ranges are read, as of a `Blob`. */
export interface Slices {
	/** Bytes of the whole file. */
	readonly size: number;
	slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}
