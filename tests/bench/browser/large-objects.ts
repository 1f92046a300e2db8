import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	ListPartsCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash, randomUUID } from 'node:crypto';
import type { Stack } from '../../support/stack.ts';

const SECONDS = 900;

/** What Uppy asks to have signed. */
export interface UppyRequest {
	readonly method: string;
	readonly key: string;
	readonly uploadId?: string;
	readonly partNumber?: number;
}

/** Objects in parts beside the vault, with keys that may do anything: as a page without our functions would have them signed. */
export class LargeObjects {
	readonly #client: S3Client;
	readonly #bucket: string;

	constructor(stack: Stack) {
		this.#bucket = stack.bucket;
		this.#client = new S3Client({
			endpoint: stack.s3Url,
			region: stack.region,
			credentials: stack.rootKey,
			forcePathStyle: true,
			// A checksum that is asked for by itself would have to be in the address.
			requestChecksumCalculation: 'WHEN_REQUIRED',
		});
	}

	newKey(): string {
		return `bench/${randomUUID()}`;
	}

	/** With checksums S3 keeps the SHA-256 of each part. */
	async begin(key: string, withChecksums = false): Promise<string> {
		const answer = await this.#client.send(
			new CreateMultipartUploadCommand({
				Bucket: this.#bucket,
				Key: key,
				...(withChecksums && { ChecksumAlgorithm: 'SHA256' }),
			}),
		);
		return answer.UploadId ?? '';
	}

	signPart(key: string, uploadId: string, partNumber: number): Promise<string> {
		return this.sign({ method: 'PUT', key, uploadId, partNumber });
	}

	/** S3 takes these bytes alone, with their SHA-256 in base64 as the header `x-amz-checksum-sha256`. */
	signCheckedPart(
		key: string,
		uploadId: string,
		{ partNumber, sha256 }: { readonly partNumber: number; readonly sha256: string },
	): Promise<string> {
		const about = { Bucket: this.#bucket, Key: key, UploadId: uploadId, PartNumber: partNumber };
		return getSignedUrl(this.#client, new UploadPartCommand({ ...about, ChecksumSHA256: sha256 }), {
			expiresIn: SECONDS,
			unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
		});
	}

	sign({ method, key, uploadId, partNumber }: UppyRequest): Promise<string> {
		const about = { Bucket: this.#bucket, Key: key, UploadId: uploadId };
		const options = { expiresIn: SECONDS };
		if (method === 'PUT')
			return getSignedUrl(
				this.#client,
				new UploadPartCommand({ ...about, PartNumber: partNumber }),
				options,
			);
		if (method === 'POST' && uploadId === undefined)
			return getSignedUrl(this.#client, new CreateMultipartUploadCommand(about), options);
		if (method === 'POST')
			return getSignedUrl(this.#client, new CompleteMultipartUploadCommand(about), options);
		if (method === 'DELETE')
			return getSignedUrl(this.#client, new AbortMultipartUploadCommand(about), options);
		throw new Error(`Uppy asks for ${method}`);
	}

	async complete(key: string, uploadId: string): Promise<void> {
		const about = { Bucket: this.#bucket, Key: key, UploadId: uploadId };
		const { Parts = [] } = await this.#client.send(new ListPartsCommand(about));
		await this.#client.send(
			new CompleteMultipartUploadCommand({
				...about,
				MultipartUpload: {
					Parts: Parts.map(({ PartNumber, ETag, ChecksumSHA256 }) => {
						return { PartNumber, ETag, ChecksumSHA256 };
					}),
				},
			}),
		);
	}

	/** Throws unless S3 gives back these bytes, then deletes them. `hash`: SHA-256 in base64. */
	async checkAndDelete(key: string, hash: string): Promise<void> {
		const about = { Bucket: this.#bucket, Key: key };
		const { Body, VersionId } = await this.#client.send(new GetObjectCommand(about));
		const found = createHash('sha256');
		for await (const chunk of Body?.transformToWebStream() ?? []) found.update(chunk as Uint8Array);
		if (found.digest('base64') !== hash) throw new Error(`${key} is stored with other bytes`);
		await this.#client.send(new DeleteObjectCommand({ ...about, VersionId }));
	}
}
