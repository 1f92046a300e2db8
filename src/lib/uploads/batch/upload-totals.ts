import type { UploadBatch } from './upload-batch.svelte';

/** All batches of the tab in one line. */
export interface UploadTotals {
	readonly fileCount: number;
	readonly endedCount: number;
	readonly movingCount: number;
	readonly failedCount: number;
	readonly conflictCount: number;
	readonly neededCount: number;
	readonly pausedCount: number;
	/** From 0 to 1, over the batches that still move. */
	readonly fraction: number;
	readonly bytesPerSecond: number | undefined;
	readonly secondsLeft: number | undefined;
}

export function uploadTotals(
	batches: readonly UploadBatch[],
	bytesPerSecond: number | undefined,
): UploadTotals {
	const sum = (of: (batch: UploadBatch) => number, among = batches) =>
		among.reduce((total, batch) => total + of(batch), 0);
	const moving = batches.filter((batch) => batch.movingCount > 0);
	const totalBytes = sum((batch) => batch.totalBytes, moving);
	const bytesLeft = totalBytes - sum((batch) => batch.countedBytes, moving);
	return {
		fileCount: sum((batch) => batch.tasks.length, moving),
		endedCount: sum((batch) => batch.endedCount, moving),
		movingCount: sum((batch) => batch.movingCount),
		failedCount: sum((batch) => batch.count('failed')),
		conflictCount: sum((batch) => batch.count('conflict') + batch.waitingFolders.length),
		neededCount: sum((batch) => batch.count('file-needed')),
		pausedCount: sum((batch) => batch.count('paused')),
		fraction: sum((batch) => batch.fraction, moving) / Math.max(1, moving.length),
		bytesPerSecond,
		secondsLeft:
			bytesPerSecond === undefined || bytesPerSecond === 0 ? undefined : bytesLeft / bytesPerSecond,
	};
}
