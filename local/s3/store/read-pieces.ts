import type { ByteRange } from '../range.ts';
import type { BlobStore } from './blobs.ts';
import type { Piece } from './object-version.ts';

export function wholeOf(sizeBytes: number): ByteRange {
	return { start: 0, end: sizeBytes - 1 };
}

/** The bytes of an object from one offset to another, both inclusive. */
export async function* readPieces(
	blobs: BlobStore,
	pieces: readonly Piece[],
	{ start, end }: ByteRange,
): AsyncGenerator<Uint8Array> {
	let offset = 0;
	for (const { blob, sizeBytes } of pieces) {
		const first = Math.max(start - offset, 0);
		const last = Math.min(end - offset, sizeBytes - 1);
		if (first <= last) yield* blobs.read(blob, first, last);
		offset += sizeBytes;
	}
}
