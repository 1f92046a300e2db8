import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	ListPartsCommand,
	UploadPartCommand,
	type CompletedPart,
	type CompleteMultipartUploadCommandOutput,
	type CreateMultipartUploadCommandInput,
	type ListPartsCommandOutput,
	type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { sha256, type ConformanceTarget } from './target.ts';

/** The least that every part but the last must have. */
export const PART_BYTES = 5 * 1024 * 1024;

/** A multipart upload as the product makes one: SHA-256 with every part. */
export class MultipartUpload {
	readonly key: string;
	readonly uploadId: string;
	readonly #target: ConformanceTarget;

	private constructor(target: ConformanceTarget, key: string, uploadId: string) {
		this.#target = target;
		this.key = key;
		this.uploadId = uploadId;
	}

	static async begin(
		target: ConformanceTarget,
		options: Partial<CreateMultipartUploadCommandInput> = {},
	): Promise<MultipartUpload> {
		const created = await target.client.send(
			new CreateMultipartUploadCommand({
				Bucket: target.bucket,
				Key: target.newKey(),
				ChecksumAlgorithm: 'SHA256',
				ChecksumType: 'COMPOSITE',
				...options,
			}),
		);
		return new MultipartUpload(target, created.Key ?? '', created.UploadId ?? '');
	}

	async send(
		partNumber: number,
		body: Uint8Array,
		options: Partial<UploadPartCommandInput> = {},
	): Promise<CompletedPart> {
		const checksum = Object.keys(options).some((name) => name.startsWith('Checksum'))
			? {}
			: { ChecksumSHA256: sha256(body) };
		const sent = await this.#target.client.send(
			new UploadPartCommand({
				...this.#named(),
				PartNumber: partNumber,
				Body: body,
				...checksum,
				...options,
			}),
		);
		return {
			PartNumber: partNumber,
			ETag: sent.ETag,
			ChecksumSHA256: sent.ChecksumSHA256,
		};
	}

	complete(parts: CompletedPart[]): Promise<CompleteMultipartUploadCommandOutput> {
		return this.#target.client.send(
			new CompleteMultipartUploadCommand({
				...this.#named(),
				MultipartUpload: { Parts: parts },
			}),
		);
	}

	async abort(): Promise<void> {
		await this.#target.client.send(new AbortMultipartUploadCommand(this.#named()));
	}

	parts(maxParts?: number, after?: string): Promise<ListPartsCommandOutput> {
		return this.#target.client.send(
			new ListPartsCommand({
				...this.#named(),
				MaxParts: maxParts,
				PartNumberMarker: after,
			}),
		);
	}

	#named(): { Bucket: string; Key: string; UploadId: string } {
		return { Bucket: this.#target.bucket, Key: this.key, UploadId: this.uploadId };
	}
}
