import type { Media } from '#contract/entries';
import { fileDate } from '#contract/file-dates';
import { ApiError } from '$lib/errors/api-error';
import { readMedia } from '../capture/read-media';
import type { Slices } from '../capture/slices';
import type { BeginAnswer, UploadPorts } from './ports';
import { retrying } from './retry';
import type { UploadOutcome, UploadTask } from './upload-task.svelte';

/** What has been read of a file before the vault is asked. */
export interface FileRead {
	/** Base64; null where it goes in parts, each of which has its own. */
	readonly sha256: string | null;
	/** Null of what is neither picture nor film. */
	readonly media: Media | null;
}

/** What the file of a task says of itself, from its bytes where they are in memory. Never fails. */
export function mediaOf(task: UploadTask, file: Blob | Slices): Promise<Media | null> {
	const changed = fileDate(task.lastModified) ?? new Date();
	return readMedia(file, { contentType: task.contentType, changedMs: changed.getTime() });
}

/**
 * Asks the vault for room; the same task asked again gives the same upload with a fresh form. A refusal is
 * thrown. A task that is cancelled meanwhile has still been told the id, to give the reservation back.
 */
export async function begin(
	task: UploadTask,
	{ sha256, media }: FileRead,
	ports: UploadPorts,
): Promise<Exclude<BeginAnswer, { outcome: 'refused' }>> {
	const { batch, ref, parentId, name, sizeBytes, contentType, onConflict, signal } = task;
	if (parentId === undefined) throw new Error('A file is begun after its folder was made');
	// When a picture was taken, by its own word, or when the file last changed on its device.
	const modifiedAt = media?.takenAt ?? fileDate(task.lastModified)?.toISOString() ?? null;
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
