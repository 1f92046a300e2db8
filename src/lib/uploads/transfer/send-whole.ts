import type { Form } from '#contract/uploads';
import { ApiError } from '$lib/errors/api-error';
import type { ReadBytes, UploadPorts } from './ports';
import { RenewableAddress } from './renewable-address';
import { retrying } from './retry';
import { UnreadableFile } from './unreadable-file';
import type { UploadOutcome, UploadTask } from './upload-task.svelte';
import { begin, confirm } from './vault-steps';

/** A small file: hashed, begun with its checksum, sent as one form, confirmed. */
export async function sendWhole(task: UploadTask, ports: UploadPorts): Promise<UploadOutcome> {
	const { semaphores, kept, reader } = ports;
	const { bytes: file, sizeBytes, signal } = task;
	const read = await semaphores.read.run(() => {
		task.phase('reading');
		return reader.read(file, signal);
	}, signal);
	task.hashed(read.sha256);
	const keeps = kept.take(sizeBytes);
	try {
		return await beginAndSend(task, ports, {
			sha256: read.sha256,
			bytes: async () => (keeps ? read.bytes : await readAgain(task, ports, read.sha256)),
		});
	} finally {
		if (keeps) kept.giveBack(sizeBytes);
	}
}

interface FileContent {
	readonly sha256: string;
	readonly bytes: () => Promise<ReadBytes['bytes']>;
}

async function beginAndSend(
	task: UploadTask,
	ports: UploadPorts,
	{ sha256, bytes }: FileContent,
): Promise<UploadOutcome> {
	const { signal } = task;
	const begun = await begin(task, sha256, ports);
	if (begun.outcome !== 'send') return begun;

	const address = new RenewableAddress(formOf(begun), async () => {
		const again = await begin(task, sha256, ports);
		return again.outcome === 'send' ? formOf(again) : alreadyThere;
	});
	await ports.semaphores.send.run(async () => {
		task.phase('sending');
		const body = await bytes();
		await retrying(task, ports, () =>
			address.use(async (form) => {
				if (form !== alreadyThere) await ports.transport.postForm(form, body, signal);
			}),
		);
		task.progress(task.sizeBytes);
	}, signal);
	return confirm(task, { uploadId: begun.uploadId, checksum: sha256 }, ports);
}

/** S3's event finished the upload while we asked for a fresh form: there is nothing left to send. */
const alreadyThere: Form = { url: '', fields: {} };

function formOf({
	transfer,
}: {
	transfer: { kind: 'form'; form: Form } | { kind: 'parts' };
}): Form {
	// The vault decides by size, as we did: anything else breaks the contract.
	if (transfer.kind !== 'form') throw new ApiError('internal');
	return transfer.form;
}

async function readAgain(
	{ bytes, signal }: UploadTask,
	{ reader }: UploadPorts,
	sha256: string,
): Promise<ArrayBuffer> {
	const read = await reader.read(bytes, signal);
	if (read.sha256 !== sha256) throw new UnreadableFile('changed');
	return read.bytes;
}
