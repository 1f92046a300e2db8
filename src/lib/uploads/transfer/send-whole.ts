import type { Form } from '#contract/uploads';
import { ApiError } from '$lib/errors/api-error';
import type { ReadBytes, UploadPorts } from './ports';
import { RenewableAddress } from './renewable-address';
import { UnreadableFile } from './unreadable-file';
import type { Run, UploadJob, UploadOutcome } from './upload-job';
import { begin, confirm } from './vault-steps';

/** A small file: hashed, begun with its checksum, sent as one form, confirmed. */
export async function sendWhole(
	job: UploadJob,
	ports: UploadPorts,
	run: Run,
): Promise<UploadOutcome> {
	const { semaphores, kept, reader } = ports;
	const read = await semaphores.read.run(() => {
		run.watch.phase('reading');
		return reader.read(job.file, run.signal);
	}, run.signal);
	run.watch.hashed(read.sha256);
	const keeps = kept.take(job.file.size);
	try {
		return await beginAndSend(job, ports, run, {
			sha256: read.sha256,
			bytes: async () => (keeps ? read.bytes : await readAgain(job, ports, run, read.sha256)),
		});
	} finally {
		if (keeps) kept.giveBack(job.file.size);
	}
}

interface Content {
	readonly sha256: string;
	readonly bytes: () => Promise<ReadBytes['bytes']>;
}

async function beginAndSend(
	job: UploadJob,
	ports: UploadPorts,
	run: Run,
	{ sha256, bytes }: Content,
): Promise<UploadOutcome> {
	const { signal, watch, retry } = run;
	const begun = await begin(job, sha256, ports, run);
	if (begun.outcome !== 'send') return begun;

	const address = new RenewableAddress(formOf(begun), async () => {
		const again = await begin(job, sha256, ports, run);
		return again.outcome === 'send' ? formOf(again) : alreadyThere;
	});
	await ports.semaphores.send.run(async () => {
		watch.phase('sending');
		const body = await bytes();
		await retry.run(
			() =>
				address.use(async (form) => {
					if (form !== alreadyThere) await ports.transport.postForm(form, body, signal);
				}),
			signal,
		);
		watch.progress(job.file.size);
	}, signal);
	return confirm({ uploadId: begun.uploadId, checksum: sha256 }, ports, run);
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
	job: UploadJob,
	{ reader }: UploadPorts,
	{ signal }: Run,
	sha256: string,
): Promise<ArrayBuffer> {
	const read = await reader.read(job.file, signal);
	if (read.sha256 !== sha256) throw new UnreadableFile('changed');
	return read.bytes;
}
