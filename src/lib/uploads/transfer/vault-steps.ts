import { ApiError } from '$lib/errors/api-error';
import type { BeginAnswer, UploadPorts } from './ports';
import type { Run, UploadJob, UploadOutcome } from './upload-job';

/**
 * Asks the vault for room; the same job asked again gives the same upload with a fresh form. A
 * refusal is thrown. A caller that aborts meanwhile has still been told the id, to give the reservation back.
 */
export async function begin(
	job: UploadJob,
	sha256: string | null,
	{ api }: UploadPorts,
	{ signal, watch, retry }: Run,
): Promise<Exclude<BeginAnswer, { outcome: 'refused' }>> {
	const { batch, ref, parentId, name, contentType, modifiedAt, onConflict } = job;
	const sizeBytes = job.file.size;
	const file = { ref, parentId, name, sizeBytes, contentType, sha256, modifiedAt, onConflict };
	const answer = await retry.run(async () => {
		const given = await api.begin(batch, file, signal);
		if (given.outcome === 'refused') throw refusal(given);
		return given;
	}, signal);
	if (answer.outcome === 'send') watch.begun(answer.uploadId);
	signal.throwIfAborted();
	return answer;
}

/** Tells the vault that the bytes are in S3; it looks itself before it calls them stored. */
export async function confirm(
	upload: { readonly uploadId: string; readonly checksum: string },
	{ api }: UploadPorts,
	{ signal, watch, retry }: Run,
): Promise<UploadOutcome> {
	watch.phase('checking');
	return retry.run(async () => {
		const answer = await api.complete(upload);
		if (answer.outcome === 'failed') throw refusal(answer);
		return { outcome: 'stored', file: answer.file };
	}, signal);
}

function refusal(answer: { code: ApiError['code']; reason?: string | undefined }): ApiError {
	return new ApiError(answer.code, answer.reason === undefined ? {} : { reason: answer.reason });
}
