import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Readable } from 'node:stream';
import type { CallOptions } from '../patient-call.ts';
import { SigningHash } from '../signing-hash.ts';
import { encodeKey } from './encode-key.ts';
import { REQUEST_TIMES } from './request-times.ts';
import type { SignedBucket } from './s3-object-signer.ts';
import type { RoleCredentials } from './sign-form.ts';

export interface BucketRequest {
	readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
	/** Default: the bucket itself is asked. */
	readonly key?: string;
	/** What is undefined is left out. */
	readonly query?: Readonly<Record<string, string | undefined>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
}

export interface BucketAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** Signed requests to one bucket by the SDK's signer and its HTTP handler, without a client and its middleware. Each is sent once. */
export class BucketRequests {
	readonly #url: URL;
	readonly #signer: SignatureV4;
	readonly #handler = new NodeHttpHandler(REQUEST_TIMES);

	constructor({ url, region }: SignedBucket, credentials: () => Promise<RoleCredentials>) {
		this.#url = url;
		this.#signer = new SignatureV4({
			service: 's3',
			region,
			credentials,
			sha256: SigningHash,
			uriEscapePath: false,
		});
	}

	/** Rejects where no answer came, or not all of it. */
	async send(
		{ method, key = '', query = {}, headers = {}, body }: BucketRequest,
		{ abortSignal }: CallOptions,
	): Promise<BucketAnswer> {
		const { protocol, hostname, port, host, pathname } = this.#url;
		const given = Object.entries(query).filter(
			(field): field is [string, string] => field[1] !== undefined,
		);
		const request = new HttpRequest({
			method,
			protocol,
			hostname,
			...(port !== '' && { port: Number(port) }),
			path: pathname + encodeKey(key),
			query: Object.fromEntries(given),
			headers: {
				...headers,
				host,
				...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
			},
			body,
		});
		const signed = new HttpRequest(await this.#signer.sign(request));
		const { response } = await this.#handler.handle(signed, { abortSignal });
		return { status: response.statusCode, headers: response.headers, body: await bodyOf(response) };
	}
}

/** Always read, even where there is none: otherwise it keeps the connection from the next request. */
async function bodyOf({ body }: HttpResponse): Promise<Buffer> {
	return Buffer.concat(await (body as Readable).toArray());
}
