import type { KeptChecksum } from '../checksums.ts';
import type { RestoreTier } from '../restore-tiers.ts';

/** A run of bytes of an object: the whole of it, or one part of a multipart upload. */
export interface Piece {
	readonly blob: string;
	readonly sizeBytes: number;
}

/** What the client said about an object and gets back with every read. */
export interface ObjectHeaders {
	readonly contentType: string;
	/** `cache-control`, `content-disposition`, … by lower-case name. */
	readonly content: Readonly<Record<string, string>>;
	/** `x-amz-meta-*`, without the prefix. */
	readonly metadata: Readonly<Record<string, string>>;
}

/** Keys and values. */
export type Tags = Readonly<Record<string, string>>;

/** A copy of an archived object, asked for and later ready, for a while. */
export interface Restore {
	readonly tier: RestoreTier;
	/** As asked for: the copy stays that long from the moment it is ready. */
	readonly days: number;
	readonly readyAtMs: number;
	readonly expiresAtMs: number;
	/** Whether `s3:ObjectRestore:Completed` has been sent. */
	readonly announced: boolean;
}

export interface ObjectContent {
	readonly sizeBytes: number;
	/** Without quotes. */
	readonly eTag: string;
	readonly storageClass: string;
	readonly headers: ObjectHeaders;
	/** Absent where the client named none. */
	readonly checksum: KeptChecksum | undefined;
	readonly pieces: readonly Piece[];
	/** Of the multipart upload that made it; absent for an object in one piece. */
	readonly uploadId?: string;
	readonly restore?: Restore;
	/** Absent: it has none. */
	readonly tags?: Tags;
}

/** One entry in the history of a key. */
export interface ObjectVersion {
	readonly bucket: string;
	readonly key: string;
	/** `null` – the word – in a bucket without versioning. */
	readonly versionId: string;
	/** Grows with every change of the store: the newest version of a key has the highest. */
	readonly sequence: number;
	readonly isCurrent: boolean;
	readonly modifiedAt: Date;
	/** When a newer version took its place. */
	readonly noncurrentSince?: Date;
	/** Absent for a delete marker. */
	readonly content?: ObjectContent;
}

export interface StoredObject extends ObjectVersion {
	readonly content: ObjectContent;
}

export function isStoredObject(version: ObjectVersion | undefined): version is StoredObject {
	return version?.content !== undefined;
}

/** What is left to say of a version whose bytes are gone. */
export function withoutContent(version: ObjectVersion): ObjectVersion {
	const { bucket, key, versionId, sequence, isCurrent, modifiedAt } = version;
	return { bucket, key, versionId, sequence, isCurrent, modifiedAt };
}

/** The classes whose bytes have to be restored before they can be read. */
export function isArchived(storageClass: string): boolean {
	return storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
}

/** The classes that can be asked for by a header or a lifecycle rule. */
export const STORAGE_CLASSES = [
	'STANDARD',
	'STANDARD_IA',
	'ONEZONE_IA',
	'INTELLIGENT_TIERING',
	'GLACIER_IR',
	'GLACIER',
	'DEEP_ARCHIVE',
] as const;
