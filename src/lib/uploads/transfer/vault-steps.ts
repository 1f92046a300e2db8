import { fileDate } from '#contract/file-dates';
import { ApiError } from '$lib/errors/api-error';
import { readMedia } from '../capture/read-media';
import type { BeginAnswer, UploadPorts } from './ports';
import { retrying } from './retry';
import type { UploadOutcome, UploadTask } from './upload-task.svelte';

/**
 * Asks the vault for room; the same task asked again gives the same upload with a fresh form. A refusal is
 * thrown. A task that is cancelled meanwhile has still been told the id, to give the reservation back.
 */
export async function begin(
	task: UploadTask,
	sha256: string | null,
	ports: UploadPorts,
): Promise<Exclude<BeginAnswer, { outcome: 'refused' }>> {
	const { batch, ref, parentId, name, sizeBytes, contentType, onConflict, signal } = task;
	if (parentId === undefined) throw new Error('A file is begun after its folder was made');
	const changed = fileDate(task.lastModified);
	const changedMs = (changed ?? new Date()).getTime();
	const media = task.file ? await readMedia(task.file, { contentType, changedMs }) : null;
	// When a picture was taken, by its own word, or when the file last changed on its device.
	const modifiedAt = media?.takenAt ?? changed?.toISOString() ?? null;
	const told = {
		ref,
		parentId,
		name,
		sizeBytes,
		contentType,
		sha256,
		modifiedAt,
		media,
		onConflict,
	};
	const answer = await retrying(task, ports, async () => {
		const given = await ports.api.begin(batch, told, signal);
		if (given.outcome === 'refused') throw refusal(given);
		return given;
	});
	if (answer.outcome === 'send') task.begun(answer.uploadId);
	signal.throwIfAborted();
	return answer;
}

/** Tells the vault that the bytes are in S3; it looks itself before it calls them stored. */
export async function confirm(
	task: UploadTask,
	upload: { readonly uploadId: string; readonly checksum: string },
	ports: UploadPorts,
): Promise<UploadOutcome> {
	task.phase('checking');
	return retrying(task, ports, async () => {
		const answer = await ports.api.complete(upload);
		if (answer.outcome === 'failed') throw refusal(answer);
		return { outcome: 'stored', file: answer.file };
	});
}

function refusal({ code, reason }: { code: ApiError['code']; reason?: string | undefined }) {
	return new ApiError(code, { reason });
}
