import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

interface RawRequest {
	readonly method: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as it is; without a `content-length` among the headers the transfer is chunked. */
	readonly body?: Uint8Array | string;
}

export interface RawResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: Buffer;
}

/** How long a server may leave a request open that promised more bytes than it sent. */
const PATIENCE_MS = 2_000;

/**
 * Sends exactly these headers and bytes: `fetch` would correct the lies that these probes tell.
 * Status 0 stands for a connection that ended without an answer.
 */
export function rawRequest(url: string | URL, options: RawRequest): Promise<RawResponse> {
	const { method, headers = {}, body } = options;
	const address = new URL(url);
	const send = address.protocol === 'https:' ? requestHttps : requestHttp;
	return new Promise((resolve) => {
		const nothing: RawResponse = { status: 0, headers: {}, body: Buffer.alloc(0) };
		// Node would merge and sort a URL's path; the text as written is what was signed.
		const path = String(url).slice(address.origin.length);
		const request = send(
			{
				hostname: address.hostname,
				port: address.port,
				path,
				method,
				headers,
				agent: false,
			},
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', () => resolve(nothing));
				response.on('end', () => {
					resolve({
						status: response.statusCode ?? 0,
						headers: flatten(response.headers),
						body: Buffer.concat(chunks),
					});
					// The rest of a body that was promised and never sent.
					request.destroy();
				});
			},
		);
		request.on('error', () => resolve(nothing));
		request.setTimeout(PATIENCE_MS, () => request.destroy());
		if (body !== undefined) request.write(body);
		if (body === undefined || !isLonger(headers, body)) request.end();
	});
}

/** Node refuses to end a request that is shorter than it said; then we just wait. */
function isLonger(headers: Readonly<Record<string, string>>, body: Uint8Array | string): boolean {
	const promised = headers['content-length'];
	return promised !== undefined && Number(promised) > Buffer.byteLength(body);
}

function flatten(
	headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			Array.isArray(value) ? value.join(', ') : value,
		]),
	);
}
