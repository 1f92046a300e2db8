import type { RequestOf, ResponseOf } from '#contract/endpoint';
import type {
	beginUploads,
	completeUploads,
	Form,
	resumeUpload,
	signParts,
} from '#contract/uploads';
import type { Semaphore } from '../../concurrency/semaphore';

export type BatchHead = RequestOf<typeof beginUploads>['batch'];
export type BeginFile = RequestOf<typeof beginUploads>['files'][number];
export type BeginAnswer = ResponseOf<typeof beginUploads>['files'][number];
type ResumeAnswer = ResponseOf<typeof resumeUpload>;
export type HeldPart = ResumeAnswer['held'][number];
export type PartToSign = RequestOf<typeof signParts>['parts'][number];
export type SignedPart = ResponseOf<typeof signParts>['parts'][number];
export type CompleteUpload = RequestOf<typeof completeUploads>['uploads'][number];
export type CompleteAnswer = ResponseOf<typeof completeUploads>['files'][number];

/** The vault's side of uploading. Questions of many files may share a call. Fails with `ApiError`. */
export interface UploadApi {
	/** Idempotent by batch and ref. An abort takes the question back only while it has not been sent. */
	begin(batch: BatchHead, file: BeginFile, signal: AbortSignal): Promise<BeginAnswer>;
	resume(uploadId: string, signal: AbortSignal): Promise<ResumeAnswer>;
	/** In the order of the question, of at most `SIGN_PARTS_MAX`. */
	signParts(
		uploadId: string,
		parts: readonly PartToSign[],
		signal: AbortSignal,
	): Promise<readonly SignedPart[]>;
	/** Idempotent. */
	complete(upload: CompleteUpload): Promise<CompleteAnswer>;
	/** Idempotent. */
	abort(uploadId: string): Promise<void>;
}

/** Brings bytes to S3. Fails with `TransferError`; an abort is thrown as it is. */
export interface Transport {
	postForm(form: Form, bytes: ArrayBuffer, signal: AbortSignal): Promise<void>;
	putPart(
		part: SignedPart,
		bytes: Blob,
		options: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
	): Promise<void>;
}

export interface ReadBytes {
	readonly bytes: ArrayBuffer;
	/** Base64. */
	readonly sha256: string;
}

/** Reads a file or a slice of it, and hashes it on the way. Fails with `UnreadableFile`. */
export interface Reader {
	/** Gets ready, while something else is waited for; reading does so by itself. */
	prepare(): void;
	/** A whole file, which has `sizeBytes`: of a file that was chosen the browser asks the disk each time it is asked for its size. */
	read(file: Blob, sizeBytes: number, signal: AbortSignal): Promise<ReadBytes>;
	/** Hashes it and keeps nothing of it: for many megabytes. Base64. */
	hash(slice: Blob, signal: AbortSignal): Promise<string>;
}

export interface Clock {
	/** Milliseconds; only differences mean anything. */
	now(): number;
	/** Throws the signal's reason when aborted. */
	sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Connection {
	readonly online: boolean;
	/** Resolves at once while online. Throws the signal's reason when aborted. */
	whenOnline(signal: AbortSignal): Promise<void>;
}

/** What all uploads of a tab share. */
export interface Semaphores {
	/** Small files being read and hashed. */
	readonly read: Semaphore;
	/** Small files on their way. */
	readonly send: Semaphore;
	/** Parts that are on their way, and as many that are hashed and signed ahead. */
	readonly hold: Semaphore;
	/** Parts on their way. */
	readonly part: Semaphore;
}

export interface UploadPorts {
	readonly api: UploadApi;
	readonly transport: Transport;
	readonly reader: Reader;
	readonly clock: Clock;
	readonly connection: Connection;
	readonly semaphores: Semaphores;
	readonly kept: KeptBytes;
}

/** Room for bytes of small files between hashing and sending, so that most are read once only. */
export interface KeptBytes {
	/** False where there is no room left: the bytes are to be read again. */
	take(sizeBytes: number): boolean;
	giveBack(sizeBytes: number): void;
}
