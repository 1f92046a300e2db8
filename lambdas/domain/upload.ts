import type { OnConflict } from '#contract/uploads';
import { createHash } from 'node:crypto';
import type { MediaFacts } from './media.ts';
import { partsOf } from './upload-plan.ts';

/**
 * [Note: The life of an upload] A row exists before anything exists in S3, so whatever lies in the
 * bucket can be traced to a row or is orphaned.
 *
 * - `pending`: its room is reserved and its bytes may come.
 * - `stored`: its bytes became the version of the same id.
 * - `aborted`: given up; bytes that still come are orphaned, and the sweep takes them away.
 * - `here`, `skipped`: nothing had to be sent. Kept so that a repeated request gets the same answer
 *   and the batch counts each file once.
 */
export type UploadState = 'pending' | 'stored' | 'aborted' | 'here' | 'skipped';

export interface Upload {
	readonly ownerId: string;
	readonly id: string;
	readonly batchId: string;
	/** The browser's own id for this file of the batch. */
	readonly ref: string;
	readonly requestHash: Buffer;
	/** The file it becomes or adds a version to; of `here` and `skipped` the one in the way. */
	readonly entryId: string;
	readonly parentId: string;
	/** Canonical. */
	readonly name: string;
	readonly onConflict: OnConflict;
	readonly sizeBytes: number;
	/** Base64; null for what travels in parts. */
	readonly sha256: string | null;
	/** As declared: `type/subtype` in lower case. */
	readonly contentType: string;
	readonly modifiedAt: Date | null;
	readonly media: MediaFacts | null;
	readonly objectKey: string;
	readonly multipartId: string | null;
	/** Null for what travels in one request. */
	readonly partSizeBytes: number | null;
	readonly state: UploadState;
	readonly expiresAt: Date;
	readonly createdAt: Date;
}

/** What a file of a batch is asked to be. A repeated request must ask for the same; what was read of the bytes is no part of it. */
export interface AskedFile {
	readonly parentId: string;
	readonly name: string;
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly sha256: string | null;
	readonly modifiedAt: string | null;
	readonly onConflict: OnConflict;
}

export function requestHash(asked: AskedFile): Buffer {
	const { parentId, name, sizeBytes, contentType, sha256, modifiedAt, onConflict } = asked;
	const text = JSON.stringify([
		parentId,
		name,
		sizeBytes,
		contentType,
		sha256,
		modifiedAt,
		onConflict,
	]);
	return createHash('sha256').update(text).digest();
}

/** Whether what S3 holds is what was promised. Of parts, S3 has verified each against its own SHA-256. */
export function keepsPromise(
	upload: Pick<Upload, 'sizeBytes' | 'sha256' | 'partSizeBytes'>,
	held: { readonly sizeBytes: number; readonly checksum: string | undefined },
): boolean {
	if (held.sizeBytes !== upload.sizeBytes || held.checksum === undefined) return false;
	if (upload.partSizeBytes === null) return held.checksum === upload.sha256;
	const { partCount } = partsOf(upload.sizeBytes, upload.partSizeBytes);
	return held.checksum.endsWith(`=-${String(partCount)}`);
}
