import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectsCommand,
	HeadObjectCommand,
	UploadPartCopyCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import type {
	CopyOutcome,
	CopyTarget,
	ListedUpload,
	ListedVersion,
	ObjectStore,
	ObjectVersion,
	PartRange,
	PartsUpload,
	StoredObject,
	StoredPart,
	VersionMarker,
	VersionPage,
} from '../../ports/object-store.ts';
import type { LongCall } from '../../runtime/patience.ts';
import type { CallOptions } from '../patient-call.ts';
import { ARCHIVED_TAG_HEADER } from './archive-tag.ts';
import { asUnavailable, isAbsent, isForbidden, isMalformed, named } from './failures.ts';
import {
	isListed,
	listOpenUploads,
	listParts,
	listVersions,
	pageOfVersions,
	type ListedName,
} from './listings.ts';
import { present } from './present.ts';
import { storedObject } from './stored-object.ts';

/**
 * Putting a very large object together takes S3 a while: it answers 200 and then sends spaces, for minutes.
 * One that takes longer than this is still made, and its event finishes the upload. What is kept of the
 * request's time commits the other files that came with it.
 */
const COMPLETING: LongCall = { silenceMs: 20_000, reserveMs: 2000 };

/** S3 sends spaces while it copies; a part of a very large file may be half a gigabyte. */
const COPYING: LongCall = { silenceMs: 15_000, reserveMs: 4000 };
const COPYING_SILENCE = { requestTimeout: COPYING.silenceMs };

export class S3ObjectStore implements ObjectStore {
	readonly #client: S3Client;
	readonly #bucket: string;

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = bucket;
	}

	inspectObject(key: string): Promise<StoredObject | undefined> {
		return this.#head(key);
	}

	inspectObjectVersion({ key, objectVersionId }: ObjectVersion): Promise<StoredObject | undefined> {
		return this.#head(key, objectVersionId);
	}

	async beginParts(key: string, contentType: string): Promise<string> {
		const command = new CreateMultipartUploadCommand({
			Bucket: this.#bucket,
			Key: key,
			ContentType: contentType,
			ChecksumAlgorithm: 'SHA256',
			ChecksumType: 'COMPOSITE',
			Tagging: ARCHIVED_TAG_HEADER,
		});
		const { UploadId } = await asUnavailable((options) => this.#client.send(command, options));
		return present(UploadId, 'UploadId');
	}

	copyObject(from: ObjectVersion, { key, contentType }: CopyTarget): Promise<CopyOutcome> {
		const command = new CopyObjectCommand({
			Bucket: this.#bucket,
			Key: key,
			CopySource: this.#sourceOf(from),
			// All of it is said anew: the tags of the source may keep it out of the archive, and reading them is a right of its own.
			MetadataDirective: 'REPLACE',
			ContentType: contentType,
			TaggingDirective: 'REPLACE',
			Tagging: ARCHIVED_TAG_HEADER,
			ChecksumAlgorithm: 'SHA256',
		});
		return this.#copy(from, (options) =>
			this.#client.send(command, { ...options, ...COPYING_SILENCE }),
		);
	}

	copyPart(from: ObjectVersion, to: PartsUpload, range: PartRange): Promise<CopyOutcome> {
		const command = new UploadPartCopyCommand({
			...this.#addressOf(to),
			PartNumber: range.partNumber,
			CopySource: this.#sourceOf(from),
			CopySourceRange: `bytes=${String(range.firstByte)}-${String(range.lastByte)}`,
		});
		return this.#copy(from, (options) =>
			this.#client.send(command, { ...options, ...COPYING_SILENCE }),
		);
	}

	async listParts(upload: PartsUpload): Promise<readonly StoredPart[] | undefined> {
		try {
			return await listParts(this.#client, this.#addressOf(upload));
		} catch (error) {
			if (named(error, 'NoSuchUpload')) return undefined;
			throw error;
		}
	}

	async completeParts(
		upload: PartsUpload,
		parts: readonly StoredPart[],
	): Promise<'completed' | 'gone' | 'mismatch'> {
		const command = new CompleteMultipartUploadCommand({
			...this.#addressOf(upload),
			MultipartUpload: {
				Parts: parts.map(({ partNumber, eTag, sha256 }) => ({
					PartNumber: partNumber,
					ETag: eTag,
					ChecksumSHA256: sha256,
				})),
			},
		});
		const requestTimeout = COMPLETING.silenceMs;
		try {
			await asUnavailable(
				(options) => this.#client.send(command, { ...options, requestTimeout }),
				COMPLETING,
			);
			return 'completed';
		} catch (error) {
			if (named(error, 'NoSuchUpload')) return 'gone';
			if (named(error, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall')) return 'mismatch';
			throw error;
		}
	}

	async abortParts(upload: PartsUpload): Promise<void> {
		const command = new AbortMultipartUploadCommand(this.#addressOf(upload));
		try {
			await asUnavailable((options) => this.#client.send(command, options));
		} catch (error) {
			if (!named(error, 'NoSuchUpload')) throw error;
		}
	}

	async deleteVersions<Version extends ObjectVersion>(
		versions: readonly Version[],
	): Promise<readonly Version[]> {
		if (versions.length === 0) return [];
		const command = new DeleteObjectsCommand({
			Bucket: this.#bucket,
			Delete: {
				Quiet: true,
				Objects: versions.map(({ key, objectVersionId }) => ({
					Key: key,
					VersionId: objectVersionId,
				})),
			},
		});
		const { Errors = [] } = await asUnavailable((options) => this.#client.send(command, options));
		const kept = new Set(
			Errors.map(
				({ Key, VersionId }) => `${present(Key, 'Key')}\n${present(VersionId, 'VersionId')}`,
			),
		);
		return versions.filter(({ key, objectVersionId }) => kept.has(`${key}\n${objectVersionId}`));
	}

	listVersions(prefix: string): AsyncIterable<ListedVersion> {
		return listVersions(this.#client, { Bucket: this.#bucket, Prefix: prefix });
	}

	pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage> {
		return pageOfVersions(this.#client, { Bucket: this.#bucket, Prefix: prefix }, from);
	}

	listOpenUploads(prefix: string): AsyncIterable<ListedUpload> {
		return listOpenUploads(this.#client, { Bucket: this.#bucket, Prefix: prefix });
	}

	async #head(key: string, objectVersionId?: string): Promise<StoredObject | undefined> {
		const command = new HeadObjectCommand({
			Bucket: this.#bucket,
			Key: key,
			ChecksumMode: 'ENABLED',
			VersionId: objectVersionId,
		});
		try {
			return storedObject(await asUnavailable((options) => this.#client.send(command, options)));
		} catch (error) {
			if (isAbsent(error)) return undefined;
			if (objectVersionId !== undefined && isMalformed(error)) return undefined;
			// Without s3:ListBucket, S3 calls what is absent forbidden; a listing tells the two apart.
			if (isForbidden(error) && !(await this.#isListed({ key, objectVersionId }))) return undefined;
			throw error;
		}
	}

	async #copy(
		from: ObjectVersion,
		send: (options: CallOptions) => Promise<unknown>,
	): Promise<CopyOutcome> {
		try {
			await asUnavailable(send, COPYING);
			return 'copied';
		} catch (error) {
			if (named(error, 'InvalidObjectState')) return 'archived';
			if (isAbsent(error)) return 'gone';
			// As of a HEAD: without s3:ListBucket what is absent is called forbidden.
			if (isForbidden(error) && !(await this.#isListed(from))) return 'gone';
			throw error;
		}
	}

	#sourceOf({ key, objectVersionId }: ObjectVersion): string {
		return `${this.#bucket}/${encodeURI(key)}?versionId=${encodeURIComponent(objectVersionId)}`;
	}

	#isListed(object: ListedName): Promise<boolean> {
		return isListed(this.#client, this.#bucket, object);
	}

	#addressOf({ key, multipartId }: PartsUpload) {
		return { Bucket: this.#bucket, Key: key, UploadId: multipartId };
	}
}
