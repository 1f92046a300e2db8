import type { Form } from '#contract/uploads';
import { ApiError } from '$lib/errors/api-error';
import { ReadFile } from '../capture/slices';
import type { UploadPorts } from './ports';
import { RenewableAddress } from './renewable-address';
import { retrying } from './retry';
import { UnreadableFile } from './unreadable-file';
import type { UploadOutcome, UploadTask } from './upload-task.svelte';
import { begin, confirm, mediaOf, type FileRead } from './vault-steps';

/** A small file: hashed, begun with its checksum, sent as one form, confirmed. */
export async function sendWhole(task: UploadTask, ports: UploadPorts): Promise<UploadOutcome> {
	const content = await readWhole(task, ports);
	try {
		return await beginAndSend(task, ports, content);
	} finally {
		if (content.kept !== undefined) ports.kept.giveBack(task.sizeBytes);
	}
}

interface FileContent extends FileRead {
	readonly sha256: string;
	/** Undefined where there was no room for the bytes. */
	readonly kept: ArrayBuffer | undefined;
}

async function readWhole(task: UploadTask, ports: UploadPorts): Promise<FileContent> {
	const { bytes, sha256 } = await ports.semaphores.read.run(() => {
		task.phase('reading');
		return read(task, ports);
	}, task.signal);
	task.hashed(sha256);
	const media = await mediaOf(task, new ReadFile(bytes));
	return { sha256, media, kept: ports.kept.take(task.sizeBytes) ? bytes : undefined };
}

async function beginAndSend(
	task: UploadTask,
	ports: UploadPorts,
	content: FileContent,
): Promise<UploadOutcome> {
	const { sha256, kept } = content;
	const { signal } = task;
	const begun = await begin(task, content, ports);
	if (begun.outcome !== 'send') return begun;

	const address = new RenewableAddress(formOf(begun), async () => {
		const again = await begin(task, content, ports);
		return again.outcome === 'send' ? formOf(again) : alreadyThere;
	});
	await ports.semaphores.send.run(async () => {
		task.phase('sending');
		const body = kept ?? (await readAgain(task, ports, sha256));
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
	task: UploadTask,
	ports: UploadPorts,
	sha256: string,
): Promise<ArrayBuffer> {
	const again = await read(task, ports);
	if (again.sha256 !== sha256) throw new UnreadableFile('changed');
	return again.bytes;
}

/** The whole file, as large as it was when it was chosen. */
function read({ bytes, sizeBytes, signal }: UploadTask, { reader }: UploadPorts) {
	return reader.read(bytes, sizeBytes, signal);
}
