import type { File as StoredFile } from '#contract/entries';
import { PART_SIZE_BYTES, SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { beginUploads, completeUploads, resumeUpload, signParts } from '#contract/uploads';
import { Semaphore } from '$lib/concurrency/semaphore';
import { ByteBudget } from '$lib/uploads/transfer/byte-budget';
import { sha256 } from '$lib/uploads/transfer/checksum';
import type {
	BeginAnswer,
	BeginFile,
	CompleteAnswer,
	HeldPart,
	UploadPorts,
} from '$lib/uploads/transfer/ports';
import { UploadTask } from '$lib/uploads/transfer/upload-task.svelte';
import * as v from 'valibot';

export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export function storedFile(sizeBytes: number, name = 'a.bin'): StoredFile {
	const at = '2026-01-01T00:00:00.000Z';
	return {
		kind: 'file',
		id: id(9),
		parentId: id(1),
		name,
		rev: 1,
		createdAt: at,
		updatedAt: at,
		trashedAt: null,
		keepsReady: false,
		versionId: id(8),
		sizeBytes,
		contentType: 'text/plain',
		storageClass: 'STANDARD',
		restoredUntil: null,
		readyAbout: null,
		missingSince: null,
		hasThumb: false,
		hasPreview: false,
		modifiedAt: null,
		media: null,
	};
}

/**
 * What uploads need, in memory: a vault and a bucket, which write down what is asked of them. The vault's answers
 * are parsed by the contract. `fail` puts errors in the
 * way: each is thrown once, by the operation of that name, in order.
 */
export class FakeUploadPorts {
	readonly log: string[] = [];
	/** What had been asked when the reader was told to get ready. */
	preparedAfter: readonly string[] | undefined;
	readonly held = new Map<number, HeldPart>();
	readonly failures = new Map<string, Error[]>();
	readonly sleeps: number[] = [];
	readonly pieces: Blob[] = [];
	beginAnswer: ((file: BeginFile) => BeginAnswer) | undefined;
	completeAnswer: ((uploadId: string) => CompleteAnswer) | undefined;
	online = true;
	partSizeBytes = PART_SIZE_BYTES;
	/** Files have bytes, which are hashed, and parts that were put are held. */
	hasBytes = false;
	readonly #signed = new Map<number, string>();
	readonly #waiting: (() => void)[] = [];
	nowMs = 0;
	beforeRead: (() => Promise<void>) | undefined;
	beforeSign: (() => Promise<void>) | undefined;
	beforePut: ((partNumber: number, signal: AbortSignal) => Promise<void>) | undefined;

	fail(operation: string, ...errors: Error[]): void {
		this.failures.set(operation, [...(this.failures.get(operation) ?? []), ...errors]);
	}

	/** Lets all that wait for the network go on. */
	goOnline(): void {
		this.online = true;
		for (const goOn of this.#waiting.splice(0)) goOn();
	}

	#step(line: string): void {
		this.log.push(line);
		const error = this.failures.get(line)?.shift();
		if (error) throw error;
	}

	ports(): UploadPorts {
		const connection = {
			isOnline: () => this.online,
			wait: (signal: AbortSignal) =>
				new Promise<void>((resolve, reject) => {
					this.log.push('offline');
					this.#waiting.push(resolve);
					signal.addEventListener('abort', () => reject(signal.reason as Error));
				}),
		};
		return {
			api: {
				begin: async (_batch, file) => {
					this.#step('begin');
					const answer = this.beginAnswer?.(file) ?? this.#send(file);
					return Promise.resolve(
						firstOf(v.parse(beginUploads.response, { files: [answer] }).files),
					);
				},
				resume: (uploadId) => {
					this.#step(`resume ${uploadId}`);
					const transfer = {
						kind: 'parts',
						partSizeBytes: this.partSizeBytes,
						partCount: 1,
					} as const;
					const answer = { transfer, held: [...this.held.values()] };
					return Promise.resolve(v.parse(resumeUpload.response, answer));
				},
				signParts: async (_uploadId, asked) => {
					this.#step(`sign ${asked.map(({ partNumber }) => partNumber).join(' ')}`);
					await this.beforeSign?.();
					const parts = asked.map(({ partNumber, sha256: digest }) => {
						this.#signed.set(partNumber, digest);
						return { partNumber, url: `part:${String(partNumber)}`, headers: {} };
					});
					return v.parse(signParts.response, { parts }).parts;
				},
				complete: ({ uploadId, checksum }) => {
					this.#step(`complete ${checksum}`);
					const stored = { uploadId, outcome: 'stored', file: storedFile(1) } as const;
					const answer = this.completeAnswer?.(uploadId) ?? stored;
					return Promise.resolve(
						firstOf(v.parse(completeUploads.response, { files: [answer] }).files),
					);
				},
				abort: (uploadId) => {
					this.#step(`abort ${uploadId}`);
					return Promise.resolve();
				},
			},
			transport: {
				postForm: (form) => {
					this.#step(`post ${form.url}`);
					return Promise.resolve();
				},
				putPart: async ({ partNumber }, bytes, { signal, onProgress }) => {
					signal.throwIfAborted();
					onProgress(Math.ceil(bytes.size / 2));
					this.#step(`put ${String(partNumber)}`);
					await this.beforePut?.(partNumber, signal);
					if (this.hasBytes) this.#hold(partNumber, bytes.size);
					// A browser counts what it has handed over, headers and all.
					onProgress(bytes.size + 100);
				},
			},
			reader: {
				prepare: () => (this.preparedAfter ??= [...this.log]),
				read: (slice) => this.#read(slice),
				hash: async (slice) => (await this.#read(slice)).sha256,
			},
			clock: {
				now: () => this.nowMs,
				sleep: (ms, signal) => {
					signal.throwIfAborted();
					this.sleeps.push(ms);
					return Promise.resolve();
				},
			},
			connection: {
				get online() {
					return connection.isOnline();
				},
				whenOnline: (signal) => (this.online ? Promise.resolve() : connection.wait(signal)),
			},
			semaphores: {
				read: new Semaphore(8),
				send: new Semaphore(12),
				hold: new Semaphore(12),
				part: new Semaphore(6),
			},
			kept: new ByteBudget(1_000_000),
		};
	}

	async #read(slice: Blob) {
		this.#step('read');
		await this.beforeRead?.();
		this.pieces.push(slice);
		// Else the size stands for the bytes: 300 MB need not be hashed to see in which order they go.
		const digest = await sha256(
			this.hasBytes ? await slice.arrayBuffer() : new TextEncoder().encode(String(slice.size)),
		);
		return { bytes: new ArrayBuffer(Math.min(slice.size, 1024)), sha256: digest };
	}

	#hold(partNumber: number, sizeBytes: number): void {
		const digest = this.#signed.get(partNumber) ?? '';
		this.held.set(partNumber, { partNumber, sizeBytes, sha256: digest });
	}

	#send(file: BeginFile): BeginAnswer {
		const { ref, sizeBytes } = file;
		if (sizeBytes <= SINGLE_REQUEST_MAX_BYTES) {
			const form = { url: 'form', fields: {} };
			return { ref, outcome: 'send', uploadId: id(7), transfer: { kind: 'form', form } };
		}
		const partCount = Math.ceil(sizeBytes / this.partSizeBytes);
		const transfer = { kind: 'parts', partSizeBytes: this.partSizeBytes, partCount } as const;
		return { ref, outcome: 'send', uploadId: id(7), transfer };
	}
}

function firstOf<T>(answers: readonly T[]): T {
	const [answer] = answers;
	if (answer === undefined) throw new Error('an answer for each question');
	return answer;
}

/** A file of any size that holds no bytes: only its slices' sizes are looked at. */
function blobOf(size: number): Blob {
	return {
		size,
		type: '',
		slice: (start = 0, end = size) => blobOf(Math.max(0, Math.min(end, size) - start)),
	} as Blob;
}

/** Writes down what the engine tells the task. */
export class RecordedTask extends UploadTask {
	readonly begunIds: string[] = [];
	readonly checksums: string[] = [];
	readonly progressed: number[] = [];

	constructor(sizeBytes: number) {
		const init = { ref: id(3), name: 'a.bin', folders: [], sizeBytes };
		super(
			{ id: id(2), fileCount: 1 },
			{ ...init, contentType: 'text/plain', lastModified: 0 },
			blobOf(sizeBytes) as File,
		);
		this.parentId = id(1);
	}

	override begun(uploadId: string): void {
		this.begunIds.push(uploadId);
		super.begun(uploadId);
	}

	override hashed(checksum: string): void {
		this.checksums.push(checksum);
		super.hashed(checksum);
	}

	override progress(sentBytes: number): void {
		this.progressed.push(sentBytes);
		super.progress(sentBytes);
	}
}
