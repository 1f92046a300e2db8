import type { Form } from '#contract/uploads';
import type {
	ObjectPromise,
	ObjectSigner,
	PartPromise,
	PartsUpload,
	ReadRequest,
	SignedPart,
} from '../../ports/object-store.ts';
import { signUrl } from '../sigv4/sign-url.ts';
import { type SigningCredentials, type SigningKey, SigningKeys } from '../sigv4/signing-key.ts';
import { signForm } from './sign-form.ts';

export interface SignedBucket {
	readonly name: string;
	/** Where browsers find it, with a slash at its end. */
	readonly url: URL;
	readonly region: string;
}

/** Signs for one bucket with the credentials the function runs with. It needs no client: nothing is asked of S3. */
export class S3ObjectSigner implements ObjectSigner {
	readonly #bucket: SignedBucket;
	readonly #keys: SigningKeys;
	readonly #credentials: () => Promise<SigningCredentials>;

	constructor(bucket: SignedBucket, credentials: () => Promise<SigningCredentials>) {
		this.#bucket = bucket;
		this.#keys = new SigningKeys(bucket.region, 's3');
		this.#credentials = credentials;
	}

	async signForm(promise: ObjectPromise, expiresInSeconds: number): Promise<Form> {
		const now = new Date();
		const key = await this.#keyAt(now);
		const { url, name } = this.#bucket;
		const expiresAt = new Date(now.getTime() + expiresInSeconds * 1000);
		return signForm(promise, { url: url.href, bucket: name, expiresAt }, key);
	}

	async signParts(
		upload: PartsUpload,
		parts: readonly PartPromise[],
		expiresInSeconds: number,
	): Promise<readonly SignedPart[]> {
		const key = await this.#keyAt(new Date());
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
					base: this.#bucket.url,
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
		const key = await this.#keyAt(new Date());
		return signUrl(
			{
				method: 'GET',
				base: this.#bucket.url,
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

	async #keyAt(now: Date): Promise<SigningKey> {
		return this.#keys.at(now, await this.#credentials());
	}
}
