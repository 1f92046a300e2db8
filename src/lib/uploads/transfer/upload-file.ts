import { PART_SIZE_BYTES, SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { ApiError } from '$lib/errors/api-error';
import { partPlan } from './part-plan';
import type { UploadPorts } from './ports';
import { retrying } from './retry';
import { sendParts, type PartsStart } from './send-parts';
import { sendWhole } from './send-whole';
import type { UploadOutcome, UploadTask } from './upload-task.svelte';
import { begin, confirm, mediaOf } from './vault-steps';

/*
 * [Note: The way of a file]
 *
 * 1. Chosen. `selection/` makes a `ChosenFile` of what came from an input, a drop, a paste or a share.
 *    `batch/plan-batch.ts` gives each an `UploadTask`, the one object that stands for the file from here on, and
 *    fails at once what the vault would refuse by its name.
 * 2. Kept. `resume/journal.ts` writes the task down in this browser, now and whenever it has changed.
 * 3. Started. `queue/task-runner.ts` decides when; `queue/attempt.ts` has the file's folder made and calls
 *    `uploadFile`.
 * 4. Hashed and begun. A file of one request is read and hashed in a worker first, so that `begin` carries its
 *    checksum; a file in parts begins without one, its first parts being hashed meanwhile, and is resumed if it
 *    has an `uploadId`. The vault reserves room, or answers that there is nothing to send: the file is already
 *    here, skipped, or its name is taken.
 * 5. Sent, straight to S3: as one form (`send-whole.ts`), or part by part, each read, hashed, signed and put,
 *    several at a time (`send-parts.ts`).
 * 6. Confirmed. The vault compares the checksum with what S3 holds before it answers `stored`. Where the page
 *    is gone by then, S3's event does the same: see [Note: One way to finish].
 * 7. Settled. The task takes the outcome as its state; the queue tells its listeners, who make the pictures,
 *    refresh the lists and write the receipt.
 *
 * Every request of steps 3 to 6 is retried (`retry.ts`), every address that has grown too old is renewed
 * (`renewable-address.ts`). A failed attempt keeps its `uploadId`, so that the next one goes on from what S3
 * holds. Cancelling aborts `task.signal`, and the attempt gives the reservation back. After a reload
 * `resume/restore-batch.ts` confirms what had been sent; the other tasks wait for their file at step 3.
 */

/** So many parts are hashed while the vault is asked for room: one by each worker. */
const HASHED_AHEAD = 2;

/**
 * Brings one file into the vault: steps 4 to 6 of [Note: The way of a file]. To start is also to resume and
 * to retry: it asks what is there already and sends the rest. What was reserved is the caller's to give
 * back. Throws `ApiError`, `TransferError`, `UnreadableFile` or the reason of the task's signal.
 */
export async function uploadFile(task: UploadTask, ports: UploadPorts): Promise<UploadOutcome> {
	const send = task.sizeBytes <= SINGLE_REQUEST_MAX_BYTES ? sendWhole : sendInParts;
	return send(task, ports);
}

async function sendInParts(task: UploadTask, ports: UploadPorts): Promise<UploadOutcome> {
	// The workers start while the vault is asked, so that the first part is read at once.
	ports.reader.prepare();
	const start = (await resumed(task, ports)) ?? (await begun(task, ports));
	if ('outcome' in start) return start;
	task.phase('sending');
	const checksum = await sendParts(task, start, ports);
	task.hashed(checksum);
	return confirm(task, { uploadId: start.uploadId, checksum }, ports);
}

/** Undefined where there is nothing to go on with: never begun, finished by S3's event, or swept away. */
async function resumed(task: UploadTask, ports: UploadPorts): Promise<PartsStart | undefined> {
	const { uploadId, signal } = task;
	if (uploadId === undefined) return undefined;
	try {
		const answer = await retrying(task, ports, () => ports.api.resume(uploadId, signal));
		if (answer.transfer.kind !== 'parts') return undefined;
		const { partSizeBytes } = answer.transfer;
		return { uploadId, partSizeBytes, held: answer.held, hashing: [] };
	} catch (error) {
		if (error instanceof ApiError && error.code === 'not_found') return undefined;
		throw error;
	}
}

async function begun(task: UploadTask, ports: UploadPorts): Promise<PartsStart | UploadOutcome> {
	const media = await mediaOf(task, task.bytes);
	const ahead = hashFirstParts(task, ports);
	const answer = await begin(task, { sha256: null, media }, ports);
	if (answer.outcome !== 'send') return answer;
	// The vault decides by size, as we did: anything else breaks the contract.
	if (answer.transfer.kind !== 'parts') throw new ApiError('internal');
	const { partSizeBytes } = answer.transfer;
	const hashing = partSizeBytes === PART_SIZE_BYTES ? ahead : [];
	return { uploadId: answer.uploadId, partSizeBytes, held: [], hashing };
}

/** Begins to hash parts of the usual size; those of very large files are larger, and are hashed when they are sent. */
function hashFirstParts(task: UploadTask, { reader }: UploadPorts): readonly Promise<string>[] {
	const parts = partPlan(task.sizeBytes, PART_SIZE_BYTES).slice(0, HASHED_AHEAD);
	return parts.map(({ start, end }) => {
		const hashed = reader.hash(task.bytes.slice(start, end), task.signal);
		// Who sends the part is told; where none is sent, nobody asks.
		hashed.catch(() => undefined);
		return hashed;
	});
}
