import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	NotFound,
	PutObjectCommand,
	S3Client,
	type HeadObjectCommandOutput,
	type PutObjectCommandInput,
	type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash, randomBytes } from 'node:crypto';
import type { S3Notification } from '../s3/server.ts';

/** What only a server of ours lets a probe do. */
export interface OwnServer {
	/** Moves the server's clock forward and applies what is due. */
	advanceDays(days: number): Promise<void>;
	/** As `advanceDays`, but for the restores alone. */
	advanceHours(hours: number): Promise<void>;
	/** Moves the clock alone; what is due waits for the next run. */
	leap(days: number): void;
	/** The server's clock. */
	now(): Date;
	/** Whether Expedited restores find capacity. It does at first. */
	offerExpedited(isOffered: boolean): void;
	/** Every notification so far, once all are delivered. */
	events(): Promise<readonly S3Notification[]>;
}

export interface TargetOptions {
	readonly endpoint: string;
	readonly region: string;
	readonly bucket: string;
	readonly credentials: {
		readonly accessKeyId: string;
		readonly secretAccessKey: string;
		readonly sessionToken?: string;
	};
	readonly own?: OwnServer;
}

interface ReadPromises {
	readonly versionId?: string;
	/** What the answer's headers are to say. */
	readonly disposition?: string;
	readonly contentType?: string;
	readonly expiresInSeconds?: number;
	readonly signingDate?: Date;
}

/** An endpoint under test, a bucket on it and a corner of that bucket. */
export class ConformanceTarget {
	/** All keys begin so; `cleanUp` removes everything below it. */
	readonly prefix = `conformance/${randomBytes(6).toString('hex')}/`;
	readonly client: S3Client;
	readonly bucket: string;
	readonly own: OwnServer | undefined;
	readonly #options: TargetOptions;

	constructor(options: TargetOptions) {
		this.#options = options;
		this.bucket = options.bucket;
		this.own = options.own;
		this.client = this.clientWith({});
	}

	get endpoint(): string {
		return this.#options.endpoint;
	}

	/** A client like the product's, but for what a probe changes. It never retries. */
	clientWith(config: S3ClientConfig): S3Client {
		const { endpoint, region, credentials } = this.#options;
		return new S3Client({
			endpoint,
			region,
			credentials,
			forcePathStyle: true,
			maxAttempts: 1,
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
			...config,
		});
	}

	get accessKeyId(): string {
		return this.#options.credentials.accessKeyId;
	}

	/** A key that has no object yet. */
	newKey(name = 'object'): string {
		return `${this.prefix}${randomBytes(6).toString('hex')}/${name}`;
	}

	async put(key: string, body: string | Uint8Array): Promise<{ versionId: string | undefined }> {
		const stored = await this.client.send(this.putCommand({ Key: key, Body: body }));
		return { versionId: stored.VersionId };
	}

	putCommand(input: Omit<PutObjectCommandInput, 'Bucket'>): PutObjectCommand {
		return new PutObjectCommand({ Bucket: this.bucket, ...input });
	}

	async read(key: string, versionId?: string): Promise<Buffer> {
		const found = await this.client.send(
			new GetObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId }),
		);
		return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
	}

	/** What the product reads of an object: its checksum too. */
	head(key: string, versionId?: string): Promise<HeadObjectCommandOutput> {
		return this.client.send(
			new HeadObjectCommand({
				Bucket: this.bucket,
				Key: key,
				VersionId: versionId,
				ChecksumMode: 'ENABLED',
			}),
		);
	}

	async exists(key: string): Promise<boolean> {
		const head = new HeadObjectCommand({ Bucket: this.bucket, Key: key });
		return this.client.send(head).then(
			() => true,
			(error: unknown) => {
				if (error instanceof NotFound) return false;
				throw error;
			},
		);
	}

	async remove(key: string, versionId?: string): Promise<void> {
		await this.client.send(
			new DeleteObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId }),
		);
	}

	/** The address of an object's bytes, for readers without a key of their own. */
	async presignGet(key: string, promises: ReadPromises = {}): Promise<string> {
		const { versionId, disposition, contentType, expiresInSeconds = 300, signingDate } = promises;
		const command = new GetObjectCommand({
			Bucket: this.bucket,
			Key: key,
			VersionId: versionId,
			ResponseContentDisposition: disposition,
			ResponseContentType: contentType,
		});
		return getSignedUrl(this.client, command, {
			expiresIn: expiresInSeconds,
			...(signingDate && { signingDate }),
		});
	}
}

/** Base64, as S3 writes it. */
export function sha256(body: Uint8Array | string): string {
	return createHash('sha256').update(body).digest('base64');
}
