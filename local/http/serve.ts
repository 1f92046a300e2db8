import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface LocalServer {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	readonly server: Server;
	close(): Promise<void>;
}

export interface ServeOptions {
	/** 0 picks a free one. */
	readonly port: number;
	/** Bytes of request headers that Node reads before it answers 431 by itself. */
	readonly maxHeaderSize?: number;
	readonly log?: (line: string) => void;
}

/** Serves on 127.0.0.1 only. A handler that throws answers 500 and is logged. */
export async function serve(handler: RequestHandler, options: ServeOptions): Promise<LocalServer> {
	const server = createServer(
		{ maxHeaderSize: options.maxHeaderSize ?? 32_768 },
		(request, response) => {
			handler(request, response).catch((error: unknown) => {
				options.log?.(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
				if (response.headersSent) response.destroy();
				else sendJson(response, 500, { message: 'Internal Server Error' });
			});
		},
	);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
	return {
		origin: `http://127.0.0.1:${String(address.port)}`,
		server,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Thrown by `readBody` when a body is larger than allowed. */
export class BodyTooLargeError extends Error {
	override readonly name = 'BodyTooLargeError';
}

/** Reads a whole body of at most `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		if (!(chunk instanceof Buffer)) throw new TypeError('The request is not read as bytes');
		size += chunk.length;
		if (size > maxBytes) throw new BodyTooLargeError(`More than ${String(maxBytes)} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(JSON.stringify(body));
}
