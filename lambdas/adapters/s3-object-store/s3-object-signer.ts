import type { Form } from '#contract/uploads';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type {
	ObjectPromise,
	ObjectSigner,
	PartPromise,
	PartsUpload,
	ReadRequest,
	SignedPart,
} from '../../ports/object-store.ts';
import { signUrl } from '../sigv4/sign-url.ts';
import { type SigningKey, SigningKeys } from '../sigv4/signing-key.ts';
import { signForm } from './sign-form.ts';

interface Bucket {
	readonly url: URL;
	readonly keys: SigningKeys;
}

/** Signs for one bucket with the credentials the function runs with, at the address the SDK would use. */
export class S3ObjectSigner implements ObjectSigner {
	readonly #client: S3Client;
	readonly #bucket: string;
	#resolved: Promise<Bucket> | undefined;

	constructor(client: S3Client, bucket: string) {
		this.#client = client;
		this.#bucket = bucket;
	}

	async signForm(promise: ObjectPromise, expiresInSeconds: number): Promise<Form> {
		const now = new Date();
		const { url, key } = await this.#at(now);
		const expiresAt = new Date(now.getTime() + expiresInSeconds * 1000);
		return signForm(promise, { url: url.href, bucket: this.#bucket, expiresAt }, key);
	}

	async signParts(
		upload: PartsUpload,
		parts: readonly PartPromise[],
		expiresInSeconds: number,
	): Promise<readonly SignedPart[]> {
		const { url, key } = await this.#at(new Date());
		return parts.map(({ partNumber, sizeBytes, sha256 }) => {
			const query = {
				partNumber: String(partNumber),
				uploadId: upload.multipartId,
				'x-id': 'UploadPart',
			};
			const checksum = { 'x-amz-checksum-sha256': sha256 };
			const signed = signUrl(
				{
					method: 'PUT',
					base: url,
					path: upload.key,
					query,
					headers: { 'content-length': String(sizeBytes), ...checksum },
					expiresInSeconds,
				},
				key,
			);
			// The browser fills in content-length itself, and refuses to be told.
			return { partNumber, url: signed, headers: checksum };
		});
	}

	async signRead(request: ReadRequest): Promise<string> {
		const { url, key } = await this.#at(new Date());
		return signUrl(
			{
				method: 'GET',
				base: url,
				path: request.key,
				query: {
					'response-content-disposition': request.contentDisposition,
					'response-content-type': request.contentType,
					versionId: request.objectVersionId,
					'x-id': 'GetObject',
				},
				headers: {},
				expiresInSeconds: request.expiresInSeconds,
			},
			key,
		);
	}

	async #at(now: Date): Promise<{ readonly url: URL; readonly key: SigningKey }> {
		this.#resolved ??= this.#resolve();
		const [{ url, keys }, credentials] = await Promise.all([
			this.#resolved,
			this.#client.config.credentials(),
		]);
		return { url, key: keys.at(now, credentials) };
	}

	/** Asks the SDK where it would send a request: region, endpoint variables and path style are its business. */
	async #resolve(): Promise<Bucket> {
		const probe = new GetObjectCommand({ Bucket: this.#bucket, Key: '-' });
		const url = new URL(await getSignedUrl(this.#client, probe));
		url.search = '';
		url.pathname = url.pathname.slice(0, -1);
		return { url, keys: new SigningKeys(await this.#client.config.region(), 's3') };
	}
}
