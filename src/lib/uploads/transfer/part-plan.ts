/** One part of a file: bytes `start` up to, not including, `end`. */
export interface Part {
	/** From 1, as S3 counts. */
	readonly partNumber: number;
	readonly start: number;
	readonly end: number;
}

/** Cuts a file into parts of one size, the last as long as what is left. They cover every byte once, in order. */
export function partPlan(sizeBytes: number, partSizeBytes: number): readonly Part[] {
	const count = Math.ceil(sizeBytes / partSizeBytes);
	return Array.from({ length: count }, (_, index) => ({
		partNumber: index + 1,
		start: index * partSizeBytes,
		end: Math.min((index + 1) * partSizeBytes, sizeBytes),
	}));
}
