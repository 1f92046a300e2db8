import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { ApiError } from '$lib/errors/api-error';
import type { UploadPorts } from './ports';
import { Retry } from './retry';
import { sendParts, type PartsStart } from './send-parts';
import { sendWhole } from './send-whole';
import type { Run, UploadJob, UploadOutcome, UploadWatch } from './upload-job';
import { begin, confirm } from './vault-steps';

/**
 * Brings one file into the vault. To start is also to resume and to retry: it asks what is there
 * already and sends the rest. To cancel is to abort the signal; what was reserved is the caller's to
 * give up. Throws `ApiError`, `TransferError`, `UnreadableFile` or the signal's reason.
 */
export function uploadFile(
	job: UploadJob,
	ports: UploadPorts,
	options: { readonly signal: AbortSignal; readonly watch: UploadWatch },
): Promise<UploadOutcome> {
	const run: Run = { ...options, retry: new Retry(ports) };
	const send = job.file.size <= SINGLE_REQUEST_MAX_BYTES ? sendWhole : sendInParts;
	return send(job, ports, run);
}

async function sendInParts(job: UploadJob, ports: UploadPorts, run: Run): Promise<UploadOutcome> {
	const start = (await resumed(job, ports, run)) ?? (await begun(job, ports, run));
	if ('outcome' in start) return start;
	run.watch.phase('sending');
	const checksum = await sendParts(job.file, start, ports, run);
	run.watch.hashed(checksum);
	return confirm({ uploadId: start.uploadId, checksum }, ports, run);
}

/** Undefined where there is nothing to go on with: never begun, finished by S3's event, or swept away. */
async function resumed(
	{ uploadId }: UploadJob,
	{ api }: UploadPorts,
	{ retry, signal }: Run,
): Promise<PartsStart | undefined> {
	if (uploadId === undefined) return undefined;
	try {
		const answer = await retry.run(() => api.resume(uploadId, signal), signal);
		if (answer.transfer.kind !== 'parts') return undefined;
		return { uploadId, partSizeBytes: answer.transfer.partSizeBytes, held: answer.held };
	} catch (error) {
		if (error instanceof ApiError && error.code === 'not_found') return undefined;
		throw error;
	}
}

async function begun(
	job: UploadJob,
	ports: UploadPorts,
	run: Run,
): Promise<PartsStart | UploadOutcome> {
	const answer = await begin(job, null, ports, run);
	if (answer.outcome !== 'send') return answer;
	// The vault decides by size, as we did: anything else breaks the contract.
	if (answer.transfer.kind !== 'parts') throw new ApiError('internal');
	return { uploadId: answer.uploadId, partSizeBytes: answer.transfer.partSizeBytes, held: [] };
}
