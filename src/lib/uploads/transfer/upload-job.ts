import type { File as StoredFile } from '#contract/entries';
import type { OnConflict } from '#contract/uploads';
import type { BatchHead, BeginAnswer } from './ports';
import type { Retry } from './retry';

/** One file to bring into the vault. */
export interface UploadJob {
	readonly batch: BatchHead;
	readonly ref: string;
	readonly parentId: string;
	readonly name: string;
	readonly file: Blob;
	readonly contentType: string;
	/** ISO 8601, if the device says. */
	readonly modifiedAt: string | null;
	readonly onConflict: OnConflict;
	/** From an earlier start of the same job. */
	readonly uploadId: string | undefined;
}

/** Who looks on: each is told as it happens. */
export interface UploadWatch {
	/** The vault has reserved room under this id. */
	begun(uploadId: string): void;
	/** All bytes have been read: this completes the upload, even if the tab dies now. */
	hashed(checksum: string): void;
	phase(phase: 'reading' | 'sending' | 'checking'): void;
	/** Bytes S3 holds or is being sent, never more than the file has. */
	progress(sentBytes: number): void;
}

/** One attempt at a job, from start to its end. */
export interface Run {
	readonly signal: AbortSignal;
	readonly watch: UploadWatch;
	readonly retry: Retry;
}

export type Settled = Exclude<BeginAnswer, { outcome: 'send' | 'refused' | 'stored' }>;
export type UploadOutcome = Settled | { readonly outcome: 'stored'; readonly file: StoredFile };
