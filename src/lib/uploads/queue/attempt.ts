import type { File as StoredFile } from '#contract/entries';
import type { UploadBatch } from '../batch/upload-batch.svelte';
import type { UploadTask } from '../batch/upload-task.svelte';
import { canRetry, failureOf } from '../transfer/failure';
import type { UploadPorts } from '../transfer/ports';
import { Retry } from '../transfer/retry';
import { uploadFile } from '../transfer/upload-file';
import type { UploadJob } from '../transfer/upload-job';
import type { FolderMaker } from './folder-maker';

/** What the attempts of one batch share. */
export interface BatchContext {
	readonly batch: UploadBatch;
	readonly folders: FolderMaker;
}

/**
 * One attempt at one file: its folder, then the file. Never throws: how it ended is the task's state.
 * Returns the file where the vault has stored it.
 */
export async function attempt(
	task: UploadTask,
	context: BatchContext,
	ports: UploadPorts,
): Promise<StoredFile | undefined> {
	const signal = task.start();
	try {
		const job = await jobOf(task, context, new Retry(ports), signal);
		return task.settle(await uploadFile(job, ports, { signal, watch: task }));
	} catch (error) {
		const failure = failureOf(error);
		if (!signal.aborted) task.fail(failure);
		// A task that may still go on keeps its reservation; a closed page keeps it for the next visit.
		const over = signal.aborted ? task.state.kind === 'cancelled' : !canRetry(failure);
		if (over) await giveBack(task, ports);
		return undefined;
	}
}

async function jobOf(
	task: UploadTask,
	{ batch, folders }: BatchContext,
	retry: Retry,
	signal: AbortSignal,
): Promise<UploadJob> {
	const { chosen, file, onConflict, uploadId } = task;
	const parentId = await retry.run(() => folders.idOf(chosen.folders), signal);
	signal.throwIfAborted();
	return {
		batch: batch.head,
		ref: chosen.ref,
		parentId,
		name: chosen.name,
		file: file ?? new Blob(),
		contentType: chosen.contentType,
		modifiedAt: instantOf(chosen.lastModified),
		onConflict,
		uploadId,
	};
}

/** Some devices give a time of change that no calendar has: then there is none. */
function instantOf(lastModified: number): string | null {
	const date = new Date(lastModified);
	const year = date.getUTCFullYear();
	return year >= 1970 && year <= 9999 ? date.toISOString() : null;
}

/** Frees the room at once; where that fails, the vault's sweep does it later. */
export async function giveBack(
	{ uploadId }: UploadTask,
	{ api }: Pick<UploadPorts, 'api'>,
): Promise<void> {
	if (uploadId !== undefined) await api.abort(uploadId).catch(() => undefined);
}
