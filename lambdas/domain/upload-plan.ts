import { PART_SIZE_BYTES, PARTS_MAX, SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { createHash } from 'node:crypto';

/** How the bytes of one file travel. Decided once, at the beginning, and kept with the upload. */
export type UploadPlan =
	| { readonly kind: 'form' }
	| { readonly kind: 'parts'; readonly partSizeBytes: number; readonly partCount: number };

/** What is known of a part that S3 holds. */
export interface HeldPart {
	readonly partNumber: number;
	readonly sizeBytes: number;
	/** Base64. */
	readonly sha256: string;
}

const MIB = 1024 * 1024;

export function planUpload(sizeBytes: number): UploadPlan {
	if (sizeBytes <= SINGLE_REQUEST_MAX_BYTES) return { kind: 'form' };
	// S3 takes a limited number of parts, so a very large file has larger ones, in whole MiB.
	const least = Math.ceil(sizeBytes / PARTS_MAX / MIB) * MIB;
	return partsOf(sizeBytes, Math.max(PART_SIZE_BYTES, least));
}

/** The plan of an upload that began with this part size. */
export function partsOf(
	sizeBytes: number,
	partSizeBytes: number,
): Extract<UploadPlan, { kind: 'parts' }> {
	return { kind: 'parts', partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
}

/** Bytes of one part, 1-based; `undefined` where the file has no such part. */
export function partSize(
	sizeBytes: number,
	partSizeBytes: number,
	partNumber: number,
): number | undefined {
	const { partCount } = partsOf(sizeBytes, partSizeBytes);
	if (partNumber < 1 || partNumber > partCount) return undefined;
	return partNumber < partCount ? partSizeBytes : sizeBytes - (partCount - 1) * partSizeBytes;
}

/** Whether these are all parts of the file, in order, each with its exact length. */
export function partsAreWhole(
	sizeBytes: number,
	partSizeBytes: number,
	held: readonly HeldPart[],
): boolean {
	return (
		held.length === partsOf(sizeBytes, partSizeBytes).partCount &&
		held.every(
			(part, index) =>
				part.partNumber === index + 1 &&
				part.sizeBytes === partSize(sizeBytes, partSizeBytes, index + 1),
		)
	);
}

/** What S3 keeps as the checksum of an object put together from these parts. */
export function compositeChecksum(parts: readonly Pick<HeldPart, 'sha256'>[]): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(Buffer.from(part.sha256, 'base64'));
	return `${hash.digest('base64')}-${String(parts.length)}`;
}
