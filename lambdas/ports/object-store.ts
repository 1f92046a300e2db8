import type { Form } from '#contract/uploads';
import type { HeldPart } from '../domain/upload-plan.ts';

/** An object as S3 keeps it; checksum as in the contract's `checksum`. */
export interface StoredObject {
	/** S3's own version id: what the vault names from then on. */
	readonly objectVersionId: string;
	readonly sizeBytes: number;
	readonly checksum: string | undefined;
	readonly contentType: string;
	readonly storageClass: string;
	/** What S3 says of a restored copy; undefined where it neither has nor makes one. */
	readonly copy: RestoredCopy | undefined;
}

export type RestoredCopy =
	{ readonly state: 'restoring' } | { readonly state: 'restored'; readonly until: Date };

/** One version of one key. */
export interface ObjectVersion {
	readonly key: string;
	readonly objectVersionId: string;
}

/** A part with the tag S3 wants to see again when the object is put together. */
export interface StoredPart extends HeldPart {
	readonly eTag: string;
}

/** Exactly what may be sent. */
export interface ObjectPromise {
	readonly key: string;
	readonly sizeBytes: number;
	readonly contentType: string;
	/** Base64, of the whole body. */
	readonly sha256: string;
	/** An original, which S3 moves to the archive in time. */
	readonly mayBeArchived: boolean;
}

export interface PartsUpload {
	readonly key: string;
	readonly multipartId: string;
}

export interface PartPromise {
	readonly partNumber: number;
	readonly sizeBytes: number;
	/** Base64. */
	readonly sha256: string;
}

export interface CopyTarget {
	readonly key: string;
	readonly contentType: string;
}

/** Bytes of an object, both ends included. */
export interface PartRange {
	readonly partNumber: number;
	readonly firstByte: number;
	readonly lastByte: number;
}

/** `gone`: S3 does not have the source. `archived`: it cannot be read now. */
export type CopyOutcome = 'copied' | 'gone' | 'archived';

export interface SignedPart {
	readonly partNumber: number;
	readonly url: string;
	readonly headers: Record<string, string>;
}

export interface ReadRequest extends ObjectVersion {
	readonly contentType: string;
	readonly contentDisposition: string;
	readonly expiresInSeconds: number;
}

/** A version, or a delete marker, found by listing. */
export interface ListedVersion extends ObjectVersion {
	readonly isMarker: boolean;
	/** S3 calls every other version of its key noncurrent. */
	readonly isCurrent: boolean;
	/** 0 for a delete marker. */
	readonly sizeBytes: number;
	/** S3's word; `STANDARD` for a delete marker. */
	readonly storageClass: string;
	readonly modifiedAt: Date;
}

export interface ListedUpload extends PartsUpload {
	readonly startedAt: Date;
}

/** Where a page of versions begins: behind this key, or behind this version of it. */
export interface VersionMarker {
	readonly key: string;
	readonly objectVersionId?: string | undefined;
}

export interface VersionPage {
	/** By key. */
	readonly versions: readonly ListedVersion[];
	/** Where the next page begins; undefined on the last one. */
	readonly next: VersionMarker | undefined;
}

/** Signs addresses for browsers. Nothing is asked of S3. */
export interface ObjectSigner {
	/** A form that takes exactly the promised bytes and nothing else. */
	signForm(promise: ObjectPromise, expiresInSeconds: number): Promise<Form>;
	/** URLs that each take exactly one part of exactly these bytes. */
	signParts(
		upload: PartsUpload,
		parts: readonly PartPromise[],
		expiresInSeconds: number,
	): Promise<readonly SignedPart[]>;
	/** A URL that reads one version, with the given headers in its answer. */
	signRead(request: ReadRequest): Promise<string>;
}

/** The vault's bucket. Every call throws `VaultError('unavailable')` where S3 does not answer. */
export interface ObjectStore {
	/** The newest version of a key; absent: undefined. */
	inspectObject(key: string): Promise<StoredObject | undefined>;
	/** One version; absent: undefined. */
	inspectObjectVersion(version: ObjectVersion): Promise<StoredObject | undefined>;
	/** Of an original, which S3 moves to the archive in time. */
	beginParts(key: string, contentType: string): Promise<string>;
	/** Makes an original of a version, in one piece of at most 5 GiB; S3 moves it to the archive in time. */
	copyObject(from: ObjectVersion, to: CopyTarget): Promise<CopyOutcome>;
	/** Makes a part of these bytes of a version. */
	copyPart(from: ObjectVersion, to: PartsUpload, range: PartRange): Promise<CopyOutcome>;
	/** In order of number; undefined where the upload was put together or given up. */
	listParts(upload: PartsUpload): Promise<readonly StoredPart[] | undefined>;
	/** `gone`: put together or given up before. `mismatch`: S3 no longer holds these parts. */
	completeParts(
		upload: PartsUpload,
		parts: readonly StoredPart[],
	): Promise<'completed' | 'gone' | 'mismatch'>;
	/** Idempotent. */
	abortParts(upload: PartsUpload): Promise<void>;
	/** Up to 1,000 at once, idempotent. Answers those S3 kept. */
	deleteVersions<Version extends ObjectVersion>(
		versions: readonly Version[],
	): Promise<readonly Version[]>;
	/** Every version and marker under a prefix, by key, newest first. */
	listVersions(prefix: string): AsyncIterable<ListedVersion>;
	/** Up to 1,000 versions and markers under a prefix, from anywhere on. */
	pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage>;
	/** Every upload in parts under a prefix that is still open, by key. */
	listOpenUploads(prefix: string): AsyncIterable<ListedUpload>;
}
