import type { Upload } from '../domain/upload.ts';
import type { Nouns } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import { advanceBatch } from './advance-batch.ts';

export interface Ending {
	readonly nouns: Nouns;
	readonly clock: Clock;
	readonly newId: NewId;
}

/**
 * Gives pending uploads up: their room is free at once. Answers those it ended; what they left in S3
 * is nobody's from now on.
 */
export async function endUploads(
	ending: Ending,
	ownerId: string,
	ids: readonly string[],
): Promise<readonly Upload[]> {
	const { nouns } = ending;
	const found = await nouns.uploads.getMany(ownerId, ids);
	const pending = [...found.values()].filter(({ state }) => state === 'pending');
	if (pending.length === 0) return [];
	const pendingIds = pending.map(({ id }) => id);
	await nouns.uploads.end(ownerId, pendingIds, 'aborted');
	await nouns.derivatives.erase(ownerId, pendingIds);
	const reservedBytes = -pending.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	await nouns.users.charge(ownerId, { reservedBytes });
	for (const [batchId, uploads] of Map.groupBy(pending, (upload) => upload.batchId)) {
		await advanceBatch(ending, { ownerId, batchId }, { endedCount: uploads.length });
	}
	return pending;
}
