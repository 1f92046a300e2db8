import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	S3Client,
	type PutObjectCommandInput,
	type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash, randomBytes } from 'node:crypto';
import type { S3Notification } from '../s3/server.ts';
import { rawRequest, type RawResponse } from './raw-request.ts';

/** What only a server of ours lets a probe do. */
export interface OwnServer {
	/** Moves the server's clock forward and applies what is due. */
	advanceDays(days: number): Promise<void>;
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

/** A presigned upload as the product makes it: everything that matters is signed. */
export interface PresignedPut {
	readonly key: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

interface PresignOptions {
	readonly key?: string;
	readonly expiresInSeconds?: number;
	readonly signingDate?: Date;
}

/** An endpoint under test, a bucket on it and a corner of that bucket. */
export class Target {
	/** All keys begin so; whoever started the probes removes everything below it. */
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

	/** A key that nobody has used. */
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

	async exists(key: string): Promise<boolean> {
		const head = new HeadObjectCommand({ Bucket: this.bucket, Key: key });
		return this.client.send(head).then(
			() => true,
			() => false,
		);
	}

	async remove(key: string, versionId?: string): Promise<void> {
		await this.client.send(
			new DeleteObjectCommand({ Bucket: this.bucket, Key: key, VersionId: versionId }),
		);
	}

	async presignPut(body: Buffer, options: PresignOptions = {}): Promise<PresignedPut> {
		const { key = this.newKey(), expiresInSeconds = 900, signingDate } = options;
		const headers = {
			'content-length': String(body.length),
			'content-type': 'image/png',
			'if-none-match': '*',
			'x-amz-checksum-sha256': sha256(body),
		};
		const command = this.putCommand({
			Key: key,
			ContentLength: body.length,
			ContentType: headers['content-type'],
			IfNoneMatch: '*',
			ChecksumSHA256: headers['x-amz-checksum-sha256'],
		});
		const url = await getSignedUrl(this.client, command, {
			expiresIn: expiresInSeconds,
			...(signingDate && { signingDate }),
			signableHeaders: new Set(['host', ...Object.keys(headers)]),
			unhoistableHeaders: new Set(Object.keys(headers)),
		});
		return { key, url, headers, body };
	}

	async presignGet(
		key: string,
		options: PresignOptions & { readonly disposition?: string } = {},
	): Promise<string> {
		const { expiresInSeconds = 300, signingDate, disposition } = options;
		return getSignedUrl(
			this.client,
			new GetObjectCommand({
				Bucket: this.bucket,
				Key: key,
				ResponseContentDisposition: disposition,
			}),
			{ expiresIn: expiresInSeconds, ...(signingDate && { signingDate }) },
		);
	}
}

/** Sends a presigned upload, as it was signed or with a part of it exchanged. */
export function sendPut(
	signed: PresignedPut,
	changes: Partial<PresignedPut> & { readonly method?: string } = {},
): Promise<RawResponse> {
	const { url, headers, body } = { ...signed, ...changes };
	return rawRequest(url, { method: changes.method ?? 'PUT', headers, body });
}

/** Base64, as S3 writes it. */
export function sha256(body: Uint8Array | string): string {
	return createHash('sha256').update(body).digest('base64');
}
