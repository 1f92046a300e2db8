import {
	DeleteObjectsCommand,
	GetObjectCommand,
	ListObjectVersionsCommand,
	PutObjectCommand,
	type ObjectIdentifier,
	type S3Client,
} from '@aws-sdk/client-s3';
import { VaultError } from '../../domain/vault-error.ts';
import type { DocumentStore } from '../../ports/documents.ts';
import type { ListedVersion, VersionMarker, VersionPage } from '../../ports/object-store.ts';
import { createS3Client } from './client.ts';
import { asUnavailable, isAbsent, isForbidden } from './failures.ts';
import { listVersions, pageOfVersions } from './listings.ts';

export function documentStoreByClient(bucket: string): S3DocumentStore {
	return new S3DocumentStore(createS3Client(), bucket);
}

export class S3DocumentStore implements DocumentStore {
	readonly #client: S3Client;
	readonly #bucket: string;

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = bucket;
	}

	async read(key: string): Promise<Uint8Array | undefined> {
		const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key });
		try {
			return await asUnavailable(async (options) => {
				const { Body } = await this.#client.send(command, options);
				return Body?.transformToByteArray();
			});
		} catch (error) {
			if (isAbsent(error)) return undefined;
			// Without s3:ListBucket, S3 calls what is absent forbidden; a listing tells the two apart.
			if (isForbidden(error) && !(await this.#isThere(key))) return undefined;
			throw error;
		}
	}

	async write(key: string, body: Uint8Array, contentType: string): Promise<void> {
		const command = new PutObjectCommand({
			Bucket: this.#bucket,
			Key: key,
			Body: body,
			ContentType: contentType,
			ChecksumAlgorithm: 'SHA256',
		});
		await asUnavailable((options) => this.#client.send(command, options));
	}

	async remove(keys: readonly string[]): Promise<void> {
		await this.#delete(keys.map((key) => ({ Key: key })));
	}

	list(prefix: string): AsyncIterable<ListedVersion> {
		return listVersions(this.#client, { Bucket: this.#bucket, Prefix: prefix });
	}

	pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage> {
		return pageOfVersions(this.#client, { Bucket: this.#bucket, Prefix: prefix }, from);
	}

	async *folders(prefix: string): AsyncGenerator<string, void, void> {
		const input = { Bucket: this.#bucket, Prefix: prefix, Delimiter: '/' };
		let from: { KeyMarker?: string | undefined } | undefined = {};
		while (from !== undefined) {
			// Versions, not objects: what a delete marker hides is there all the same.
			const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
				...input,
				...from,
			});
			const page = await asUnavailable((options) => this.#client.send(command, options));
			for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
				yield Prefix.slice(prefix.length, -1);
			}
			from = page.IsTruncated === true ? { KeyMarker: page.NextKeyMarker } : undefined;
		}
	}

	async erase(versions: readonly Pick<ListedVersion, 'key' | 'objectVersionId'>[]): Promise<void> {
		await this.#delete(
			versions.map(({ key, objectVersionId }) => ({ Key: key, VersionId: objectVersionId })),
		);
	}

	async #isThere(key: string): Promise<boolean> {
		for await (const each of this.list(key)) {
			if (each.key === key && each.isCurrent) return !each.isMarker;
		}
		return false;
	}

	async #delete(objects: ObjectIdentifier[]): Promise<void> {
		if (objects.length === 0) return;
		const command = new DeleteObjectsCommand({
			Bucket: this.#bucket,
			Delete: { Quiet: true, Objects: objects },
		});
		const { Errors = [] } = await asUnavailable((options) => this.#client.send(command, options));
		const [kept] = Errors;
		if (kept === undefined) return;
		throw new VaultError('unavailable', {
			cause: new Error(`S3 kept ${kept.Key ?? ''}: ${kept.Code ?? ''}`),
		});
	}
}
