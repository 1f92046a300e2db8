import { BATCH_CALL_MAX_FILES, SIGN_PARTS_MAX } from '#contract/limits';
import {
	abortUploads,
	beginUploads,
	completeUploads,
	resumeUpload,
	signParts,
} from '#contract/uploads';
import type { Call } from '$lib/api/call';
import { Batcher } from '../../concurrency/batcher';
import type {
	BatchHead,
	BeginAnswer,
	BeginFile,
	CompleteAnswer,
	CompleteUpload,
	PartToSign,
	Semaphores,
	SignedPart,
	UploadApi,
} from './ports';

/** The first files leave at once so that the line is not idle; the calls grow while they are sent. */
const BEGIN_COUNTS = [32, 128];
const BEGIN_IDLE_MS = 30;
const COMPLETE_COUNT = 100;
const COMPLETE_IDLE_MS = 600;
/** Parts are read ahead of the connections, so signing may wait for company about as long as a call takes. */
const SIGN_COUNT = 3;
const SIGN_IDLE_MS = 40;

/** The API of the vault, asked about many files in few calls. */
export class VaultApi implements UploadApi {
	readonly #call: Call;
	readonly #semaphores: Semaphores;
	readonly #begins = new Map<string, Batcher<BeginFile, BeginAnswer>>();
	readonly #signs = new Map<string, Batcher<PartToSign, SignedPart>>();
	readonly #completes: Batcher<CompleteUpload, CompleteAnswer>;
	readonly #aborts: Batcher<string, string>;

	constructor(call: Call, semaphores: Semaphores) {
		this.#call = call;
		this.#semaphores = semaphores;
		this.#completes = new Batcher({
			ask: async (uploads) => (await this.#call(completeUploads, { uploads: [...uploads] })).files,
			countFor: () => COMPLETE_COUNT,
			idleMs: COMPLETE_IDLE_MS,
			quiet: () => this.#nothingOnItsWay,
		});
		this.#aborts = new Batcher({
			ask: async (uploadIds) => {
				await this.#call(abortUploads, { uploadIds: [...uploadIds] });
				// A batcher waits for an answer to each question, and there is nothing to say.
				return uploadIds;
			},
			countFor: () => BATCH_CALL_MAX_FILES,
			idleMs: COMPLETE_IDLE_MS,
		});
	}

	begin(batch: BatchHead, file: BeginFile, signal: AbortSignal): Promise<BeginAnswer> {
		return batcherFor(this.#begins, batch.id, () => this.#beginsOf(batch)).add(file, signal);
	}

	resume(uploadId: string, signal: AbortSignal) {
		return this.#call(resumeUpload, { uploadId }, { signal });
	}

	signPart(uploadId: string, part: PartToSign, signal: AbortSignal): Promise<SignedPart> {
		return batcherFor(this.#signs, uploadId, () => signsOf(this.#call, uploadId)).add(part, signal);
	}

	complete(upload: CompleteUpload): Promise<CompleteAnswer> {
		this.#signs.delete(upload.uploadId);
		return this.#completes.add(upload);
	}

	async abort(uploadId: string): Promise<void> {
		this.#signs.delete(uploadId);
		await this.#aborts.add(uploadId);
	}

	#beginsOf(batch: BatchHead): Batcher<BeginFile, BeginAnswer> {
		return new Batcher({
			ask: async (files) => (await this.#call(beginUploads, { batch, files: [...files] })).files,
			countFor: (index) => BEGIN_COUNTS[index] ?? BATCH_CALL_MAX_FILES,
			idleMs: BEGIN_IDLE_MS,
			quiet: () => this.#semaphores.read.idle,
			oneAtATime: true,
		});
	}

	/** No task will report a file within the next moment: the waiting call may go. */
	get #nothingOnItsWay(): boolean {
		const { read, send, hold } = this.#semaphores;
		const begun = [...this.#begins.values()].every(({ idle }) => idle);
		return begun && read.idle && send.idle && hold.idle;
	}
}

function signsOf(call: Call, uploadId: string): Batcher<PartToSign, SignedPart> {
	return new Batcher({
		ask: async (parts) => {
			const answer = await call(signParts, { uploadId, parts: [...parts] });
			const signed = new Map(answer.parts.map((part) => [part.partNumber, part]));
			return parts.flatMap(({ partNumber }) => signed.get(partNumber) ?? []);
		},
		countFor: (index) => (index === 0 ? 1 : Math.min(SIGN_COUNT, SIGN_PARTS_MAX)),
		idleMs: SIGN_IDLE_MS,
	});
}

function batcherFor<Item, Result>(
	all: Map<string, Batcher<Item, Result>>,
	id: string,
	make: () => Batcher<Item, Result>,
): Batcher<Item, Result> {
	let found = all.get(id);
	if (found === undefined) all.set(id, (found = make()));
	return found;
}
