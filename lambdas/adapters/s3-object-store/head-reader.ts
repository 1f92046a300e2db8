import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Sha256 } from '@smithy/core/checksum';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Readable } from 'node:stream';
import type { CallOptions } from '../patient-call.ts';
import { encodeKey } from './encode-key.ts';
import type { ObjectHead } from './stored-object.ts';

/** Where the bucket is, and what signs for it. */
interface Bucket {
	readonly url: URL;
	readonly signer: SignatureV4;
}

/**
 * Asks S3 for the headers of one object after the other, hundreds in one invocation. The client's own command takes 0.9 ms of processor each,
 * most of it in its middleware; the same endpoint, signature and HTTP handler without it take a quarter of that. It asks once and knows
 * two answers: that the object is there, and that it is absent.
 */
export class HeadReader {
	readonly #client: S3Client;
	readonly #bucketName: string;
	#bucket: Promise<Bucket> | undefined;

	constructor(client: S3Client, bucketName: string) {
		this.#client = client;
		this.#bucketName = bucketName;
	}

	/** `unknown`: any other answer, or none. The client is to ask then, which tries again, and names what S3 refuses. */
	async read(
		key: string,
		{ objectVersionId, ...options }: CallOptions & { readonly objectVersionId: string | undefined },
	): Promise<ObjectHead | 'absent' | 'unknown'> {
		const answer = await this.#ask(key, objectVersionId, options).catch(() => {
			// The silence of S3 has a meaning of its own: see [Note: One deadline].
			options.abortSignal.throwIfAborted();
			return undefined;
		});
		if (answer?.statusCode === 404) return 'absent';
		return answer?.statusCode === 200 ? headOf(answer.headers) : 'unknown';
	}

	async #ask(
		key: string,
		objectVersionId: string | undefined,
		options: CallOptions,
	): Promise<Pick<HttpResponse, 'statusCode' | 'headers'>> {
		const { url, signer } = await (this.#bucket ??= this.#open());
		const request = new HttpRequest({
			method: 'HEAD',
			protocol: url.protocol,
			hostname: url.hostname,
			...(url.port !== '' && { port: Number(url.port) }),
			path: `${url.pathname.replace(/\/$/, '')}/${encodeKey(key)}`,
			query: objectVersionId === undefined ? {} : { versionId: objectVersionId },
			headers: { host: url.host, 'x-amz-checksum-mode': 'ENABLED' },
		});
		const signed = await signer.sign(request);
		const { requestHandler } = this.#client.config;
		const answered: unknown = await requestHandler.handle(new HttpRequest(signed), options);
		const { response } = answered as { response: HttpResponse };
		// A body that is not read keeps the connection from the next request, even where there is none.
		(response.body as Readable).resume();
		return response;
	}

	async #open(): Promise<Bucket> {
		const { config } = this.#client;
		const params = { Bucket: this.#bucketName };
		const [{ url }, region] = await Promise.all([
			getEndpointFromInstructions(params, HeadObjectCommand, { ...config }),
			config.region(),
		]);
		const { credentials } = config;
		const service = { service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false };
		return { url, signer: new SignatureV4(service) };
	}
}

/** By the names that the client gives them. */
function headOf(headers: Readonly<Record<string, string>>): ObjectHead {
	const length = headers['content-length'];
	return {
		VersionId: headers['x-amz-version-id'],
		ContentLength: length === undefined ? undefined : Number(length),
		ChecksumSHA256: headers['x-amz-checksum-sha256'],
		ContentType: headers['content-type'],
		StorageClass: headers['x-amz-storage-class'],
		Restore: headers['x-amz-restore'],
	};
}
