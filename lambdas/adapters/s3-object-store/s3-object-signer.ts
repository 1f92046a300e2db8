import type { Form } from '#contract/uploads';
import { formatUrl } from '@aws-sdk/core/util';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { SignatureV4 } from '@smithy/signature-v4';
import type {
	ObjectPromise,
	ObjectSigner,
	PartPromise,
	PartsUpload,
	ReadRequest,
	SignedPart,
} from '../../ports/object-store.ts';
import { SigningHash } from '../signing-hash.ts';
import { encodeKey } from './encode-key.ts';
import { signForm, type RoleCredentials } from './sign-form.ts';

export interface SignedBucket {
	readonly name: string;
	/** Where browsers find it, with a slash at its end. */
	readonly url: URL;
	readonly region: string;
}

/** A request that a browser is to send. */
interface PresignedRequest {
	readonly method: 'GET' | 'PUT';
	readonly key: string;
	readonly query: Readonly<Record<string, string>>;
	/** Sent by the browser exactly like this: each is part of the signature. */
	readonly headers: Readonly<Record<string, string>>;
	readonly expiresInSeconds: number;
}

const CHECKSUM = 'x-amz-checksum-sha256';
/** The presigner would move them into the query, where the browser could not be held to them. */
const unhoistableHeaders = new Set([CHECKSUM]);

/**
 * Signs for one bucket with the credentials the function runs with. It needs no client: nothing is asked
 * of S3. Plain requests go to the SDK's presigner, as `getSignedUrl` runs each through the middleware of a
 * client first, which takes six times as long; and a page of thumbnails is two hundred addresses.
 */
export class S3ObjectSigner implements ObjectSigner {
	readonly #bucket: SignedBucket;
	readonly #credentials: () => Promise<RoleCredentials>;
	readonly #presigner: S3RequestPresigner;
	readonly #signer: SignatureV4;

	constructor(bucket: SignedBucket, credentials: () => Promise<RoleCredentials>) {
		const { region } = bucket;
		this.#bucket = bucket;
		this.#credentials = credentials;
		this.#presigner = new S3RequestPresigner({ region, credentials, sha256: SigningHash });
		this.#signer = new SignatureV4({ service: 's3', region, credentials, sha256: SigningHash });
	}

	async signForm(promise: ObjectPromise, expiresInSeconds: number): Promise<Form> {
		const credentials = await this.#credentials();
		return signForm(promise, {
			bucket: this.#bucket,
			credentials,
			now: new Date(),
			expiresInSeconds,
			sign: (policy, signingDate) => this.#signer.sign(policy, { signingDate }),
		});
	}

	async signParts(
		upload: PartsUpload,
		parts: readonly PartPromise[],
		expiresInSeconds: number,
	): Promise<readonly SignedPart[]> {
		return Promise.all(
			parts.map(async ({ partNumber, sizeBytes, sha256 }) => {
				const checksum = { [CHECKSUM]: sha256 };
				const url = await this.#presign({
					method: 'PUT',
					key: upload.key,
					query: {
						partNumber: String(partNumber),
						uploadId: upload.multipartId,
						'x-id': 'UploadPart',
					},
					headers: { 'content-length': String(sizeBytes), ...checksum },
					expiresInSeconds,
				});
				// The browser fills in content-length itself, and refuses to be told.
				return { partNumber, url, headers: checksum };
			}),
		);
	}

	signRead(request: ReadRequest): Promise<string> {
		return this.#presign({
			method: 'GET',
			key: request.key,
			query: {
				'response-content-disposition': request.contentDisposition,
				'response-content-type': request.contentType,
				versionId: request.objectVersionId,
				'x-id': 'GetObject',
			},
			headers: {},
			expiresInSeconds: request.expiresInSeconds,
		});
	}

	async #presign(request: PresignedRequest): Promise<string> {
		const { protocol, hostname, port, host, pathname } = this.#bucket.url;
		const presigned = await this.#presigner.presign(
			{
				method: request.method,
				protocol,
				hostname,
				...(port !== '' && { port: Number(port) }),
				path: pathname + encodeKey(request.key),
				query: { ...request.query },
				headers: { ...request.headers, host },
			},
			{ expiresIn: request.expiresInSeconds, unhoistableHeaders },
		);
		return formatUrl(presigned);
	}
}
