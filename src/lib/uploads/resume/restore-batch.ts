import type { File as StoredFile } from '#contract/entries';
import { UploadBatch } from '../batch/upload-batch.svelte';
import type { BatchHead, UploadApi } from '../transfer/ports';
import { UploadTask } from '../transfer/upload-task.svelte';
import type { KeptBatch, KeptTask } from './resume-store';

/** A batch as it was before the page was left. What had not ended waits for its file. */
export function restoredBatch(kept: KeptBatch, tasks: readonly KeptTask[]): UploadBatch {
	const batch = new UploadBatch(kept.head, kept.target, {
		tasks: tasks.map((task) => restoredTask(task, kept.head)),
		restored: true,
	});
	for (const refused of kept.refusedFolders) batch.refuseFolder(refused);
	return batch;
}

/** A receipt in which all went well is kept for so long, in milliseconds: a day. */
const GOOD_NEWS_MS = 24 * 3600 * 1000;

export function isOldNews(batch: UploadBatch, { chosenAt }: KeptBatch): boolean {
	const well = batch.ended && batch.failed.length + batch.refusedFolders.length === 0;
	return well && Date.now() - chosenAt > GOOD_NEWS_MS;
}

function restoredTask(kept: KeptTask, head: BatchHead): UploadTask {
	const task = new UploadTask(head, kept.chosen);
	task.onConflict = kept.onConflict;
	task.uploadId = kept.uploadId;
	task.checksum = kept.checksum;
	task.handle = kept.handle;
	task.restore(kept.end ?? { kind: 'file-needed' });
	return task;
}

/**
 * Files whose bytes had all arrived when the page was left need nothing more than to be confirmed.
 * Silent: a task that cannot be confirmed now still waits for its file.
 */
export async function confirmArrived(
	batch: UploadBatch,
	api: UploadApi,
): Promise<readonly StoredFile[]> {
	const answers = await Promise.all(
		batch.filesNeeded.map(async (task) => {
			const { uploadId, checksum } = task;
			if (uploadId === undefined || checksum === undefined) return undefined;
			const answer = await api.complete({ uploadId, checksum }).catch(() => undefined);
			return answer?.outcome === 'stored' ? task.settle(answer) : undefined;
		}),
	);
	return answers.filter((file) => file !== undefined);
}
