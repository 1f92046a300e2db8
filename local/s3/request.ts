import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { S3Error } from './errors.ts';
import { decodePath, decodeQueryComponent } from './uri.ts';

/** An HTTP request in S3's terms. The path is decoded here, once, for signature and store alike. */
export class S3Request {
	readonly method: string;
	/** The decoded path as the client sent it, bucket included. */
	readonly path: string;
	/** Empty for a request on the service itself. */
	readonly bucket: string;
	/** Empty for a request on the bucket. */
	readonly key: string;
	/** Decoded names and values, in the order sent. */
	readonly query: readonly (readonly [name: string, value: string])[];
	#body: AsyncIterable<Uint8Array>;
	readonly #headers: ReadonlyMap<string, string>;

	constructor(message: IncomingMessage) {
		const [rawPath = '/', ...rest] = (message.url ?? '/').split('?');
		this.method = message.method ?? 'GET';
		this.#headers = headersOf(message);
		this.path = decodePath(rawPath);
		if (!this.path.startsWith('/')) throw new S3Error('InvalidURI');
		[this.bucket, this.key] = locate(this.path);
		if (Buffer.byteLength(this.key) > 1024) throw new S3Error('KeyTooLongError');
		this.query = parseQuery(rest.join('?'));
		// A refused body is drained later; destroying it here would cut off the answer.
		this.#body = message.iterator({ destroyOnReturn: false });
	}

	get body(): AsyncIterable<Uint8Array> {
		return this.#body;
	}

	/** Reads the whole body now: an operation can then be carried out after the client has gone. */
	async holdBody(): Promise<void> {
		this.#body = Readable.from(await Array.fromAsync(this.#body));
	}

	/** By lower-case name. A header sent twice is one value joined by commas, as SigV4 sees it. */
	header(name: string): string | undefined {
		return this.#headers.get(name);
	}

	get headers(): ReadonlyMap<string, string> {
		return this.#headers;
	}

	parameter(name: string): string | undefined {
		return this.query.find(([each]) => each === name)?.[1];
	}

	/** An `x-amz-…` instruction: a header or, in a presigned URL, a parameter hoisted from one. */
	instruction(name: string): string | undefined {
		return this.header(name) ?? this.query.find(([each]) => each.toLowerCase() === name)?.[1];
	}
}

function headersOf(message: IncomingMessage): Map<string, string> {
	const headers = new Map<string, string>();
	for (const [name, values] of Object.entries(message.headersDistinct)) {
		if (values) headers.set(name, values.join(','));
	}
	return headers;
}

function locate(path: string): [bucket: string, key: string] {
	const end = path.indexOf('/', 1);
	return end === -1 ? [path.slice(1), ''] : [path.slice(1, end), path.slice(end + 1)];
}

function parseQuery(text: string): [string, string][] {
	return text
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const [name = '', ...value] = pair.split('=');
			return [decodeQueryComponent(name), decodeQueryComponent(value.join('='))];
		});
}
