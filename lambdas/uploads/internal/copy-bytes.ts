import { COPY_CALL_BYTES } from '#contract/limits';
import { S3_PARALLEL } from '../../commit/commit-deps.ts';
import { servedType } from '../../domain/served-type.ts';
import { partSize, partsOf } from '../../domain/upload-plan.ts';
import type { Upload } from '../../domain/upload.ts';
import type { CopyOutcome, ObjectVersion, PartRange } from '../../ports/object-store.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import type { UploadsDeps } from '../deps.ts';
import { openParts } from './transfer.ts';

/** How far S3 is with one copy; `whole`: all its bytes are there, or were put together before. */
export type CopyProgress =
	| { readonly state: 'whole' }
	| { readonly state: 'partly'; readonly copiedBytes: number }
	| { readonly state: Exclude<CopyOutcome, 'copied'> };

/** Bytes that one call may still have copied in parts. */
export class CopyBudget {
	#leftBytes = COPY_CALL_BYTES;

	/** False where it is spent; the first part of a call always fits. */
	take(bytes: number): boolean {
		if (this.#leftBytes < bytes) return false;
		this.#leftBytes -= bytes;
		return true;
	}
}

/**
 * Has S3 copy the bytes of an upload, as its parts are planned, so that the checksum of the copy is that of the original. What was copied
 * twice, as an answer was lost, is a surplus version of its key, which the sweep takes away.
 */
export async function copyBytes(
	deps: Pick<UploadsDeps, 'catalog' | 'store'>,
	{ upload, from }: { readonly upload: Upload; readonly from: ObjectVersion },
	budget: CopyBudget,
): Promise<CopyProgress> {
	const { objectKey: key, contentType, partSizeBytes } = upload;
	if (partSizeBytes !== null) return copyParts(deps, { upload, from, partSizeBytes }, budget);
	const outcome = await deps.store.copyObject(from, { key, contentType: servedType(contentType) });
	return { state: outcome === 'copied' ? 'whole' : outcome };
}

async function copyParts(
	deps: Pick<UploadsDeps, 'catalog' | 'store'>,
	{
		upload,
		from,
		partSizeBytes,
	}: { readonly upload: Upload; readonly from: ObjectVersion; readonly partSizeBytes: number },
	budget: CopyBudget,
): Promise<CopyProgress> {
	const { objectKey: key, multipartId, sizeBytes } = upload;
	const parts = multipartId === null ? await openParts(deps, upload) : { key, multipartId };
	const held = await deps.store.listParts(parts);
	if (held === undefined) return { state: 'whole' };
	const there = new Set(held.map(({ partNumber }) => partNumber));
	const missing = rangesOf(sizeBytes, partSizeBytes).filter((each) => !there.has(each.partNumber));
	const now = missing.filter((range) => budget.take(bytesOf(range)));
	const faults: unknown[] = [];
	const outcomes = await inParallel(now, S3_PARALLEL, async (range) => {
		try {
			const outcome = await deps.store.copyPart(from, parts, range);
			crashPoint('copy.afterPart');
			return outcome;
		} catch (fault) {
			// The other parts under way are waited for: what they bring need not be copied again.
			faults.push(fault);
			return 'copied';
		}
	});
	if (faults.length > 0) throw faults[0];
	const failed = outcomes.find((outcome) => outcome !== 'copied');
	if (failed !== undefined) return { state: failed };
	if (now.length === missing.length) return { state: 'whole' };
	const heldBytes = held.reduce((sum, part) => sum + part.sizeBytes, 0);
	const copiedBytes = now.reduce((sum, range) => sum + bytesOf(range), heldBytes);
	return { state: 'partly', copiedBytes };
}

function rangesOf(sizeBytes: number, partSizeBytes: number): readonly PartRange[] {
	const { partCount } = partsOf(sizeBytes, partSizeBytes);
	return Array.from({ length: partCount }, (_, index) => {
		const firstByte = index * partSizeBytes;
		const length = partSize(sizeBytes, partSizeBytes, index + 1) ?? 0;
		return { partNumber: index + 1, firstByte, lastByte: firstByte + length - 1 };
	});
}

function bytesOf({ firstByte, lastByte }: PartRange): number {
	return lastByte - firstByte + 1;
}
