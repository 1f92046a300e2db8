import type { File as StoredFile } from '#contract/entries';
import type { UploadBatch } from '../batch/upload-batch.svelte';
import { canRetry, failureOf, needsFile } from '../transfer/failure';
import type { UploadPorts } from '../transfer/ports';
import { retrying } from '../transfer/retry';
import { uploadFile } from '../transfer/upload-file';
import type { UploadTask } from '../transfer/upload-task.svelte';
import { FolderTaken, type FolderMaker } from './folder-maker';

/** What the attempts of one batch share. */
export interface BatchContext {
	readonly batch: UploadBatch;
	readonly folders: FolderMaker;
}

/**
 * One attempt at one file: its folder, then the file. Never throws: how it ended is the task's state.
 * Returns the file where the vault has stored it. See [Note: The way of a file].
 */
export async function attempt(
	task: UploadTask,
	{ folders }: BatchContext,
	ports: UploadPorts,
): Promise<StoredFile | undefined> {
	task.start();
	const { signal } = task;
	try {
		task.parentId = await retrying(task, ports, () => folders.idOf(task.folders));
		signal.throwIfAborted();
		return task.settle(await uploadFile(task, ports));
	} catch (error) {
		if (error instanceof FolderTaken && !signal.aborted) {
			task.folderTaken(error.taken);
			return undefined;
		}
		const failure = failureOf(error);
		if (!signal.aborted) task.fail(failure);
		// A task that may still go on keeps its reservation; a closed page keeps it for the next visit.
		const over = signal.aborted
			? task.state.kind === 'cancelled'
			: !(canRetry(failure) || needsFile(failure));
		if (over) await giveBack(task, ports);
		return undefined;
	}
}

/** Frees the room at once; where that fails, the vault's sweep does it later. */
export async function giveBack(
	{ uploadId }: Pick<UploadTask, 'uploadId'>,
	{ api }: Pick<UploadPorts, 'api'>,
): Promise<void> {
	if (uploadId !== undefined) await api.abort(uploadId).catch(() => undefined);
}
