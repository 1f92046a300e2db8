import type { Upload } from '../domain/upload.ts';
import { advanceBatch, type BatchDeps } from './advance-batch.ts';
import { planSurplusCheck } from './plan-surplus-check.ts';

/**
 * Gives pending uploads up: their room is free at once. Answers those it ended; what they left in S3
 * is orphaned from now on.
 */
export async function endUploads(
	deps: BatchDeps,
	ownerId: string,
	ids: readonly string[],
): Promise<readonly Upload[]> {
	const { repositories } = deps;
	const found = await repositories.uploads.getMany(ownerId, ids);
	const pending = [...found.values()].filter(({ state }) => state === 'pending');
	if (pending.length === 0) return [];
	const pendingIds = pending.map(({ id }) => id);
	await repositories.uploads.end(ownerId, pendingIds, 'aborted');
	const pictures = await repositories.derivatives.ofVersions(ownerId, pendingIds);
	const freedBytes = await repositories.derivatives.erase(ownerId, pendingIds);
	const objectKeys = [...pending, ...pictures].map(({ objectKey }) => objectKey);
	await planSurplusCheck(repositories, deps.clock, objectKeys);
	const reservedBytes = -pending.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	await repositories.users.charge(ownerId, {
		reservedBytes,
		fileCount: -pending.length,
		derivativeBytes: -freedBytes,
	});
	for (const [batchId, uploads] of Map.groupBy(pending, (upload) => upload.batchId)) {
		await advanceBatch(deps, { ownerId, batchId }, { endedCount: uploads.length });
	}
	return pending;
}
