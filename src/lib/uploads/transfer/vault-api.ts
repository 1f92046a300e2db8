import { BATCH_CALL_MAX_FILES } from '#contract/limits';
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

/** The API of the vault, asked about many files in few calls. */
export class VaultApi implements UploadApi {
	readonly #call: Call;
	readonly #semaphores: Semaphores;
	readonly #begins = new Map<string, Batcher<BeginFile, BeginAnswer>>();
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

	async signParts(
		uploadId: string,
		parts: readonly PartToSign[],
		signal: AbortSignal,
	): Promise<readonly SignedPart[]> {
		const answer = await this.#call(signParts, { uploadId, parts: [...parts] }, { signal });
		const signed = new Map(answer.parts.map((part) => [part.partNumber, part]));
		return parts.map(({ partNumber }) => {
			const part = signed.get(partNumber);
			if (part === undefined) throw new Error('an address for each part');
			return part;
		});
	}

	complete(upload: CompleteUpload): Promise<CompleteAnswer> {
		return this.#completes.add(upload);
	}

	async abort(uploadId: string): Promise<void> {
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

function batcherFor<Item, Result>(
	all: Map<string, Batcher<Item, Result>>,
	id: string,
	make: () => Batcher<Item, Result>,
): Batcher<Item, Result> {
	let found = all.get(id);
	if (found === undefined) all.set(id, (found = make()));
	return found;
}
