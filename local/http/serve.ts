import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface LocalServer {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	readonly server: Server;
	close(): Promise<void>;
}

/** Waited for before a request of a browser is handled, as for a slow line; it may count them, too. */
export type Line = (request: IncomingMessage) => Promise<void>;

/** Only requests of pages come over a line: what the functions send stays within the cloud. */
export async function overLine(line: Line | undefined, request: IncomingMessage): Promise<void> {
	if (request.headers.origin !== undefined) await line?.(request);
}

export interface ServeOptions {
	/** 0 picks a free one. */
	readonly port: number;
	/** Bytes of request headers that Node reads before it answers 431 by itself. */
	readonly maxHeaderSize?: number;
	/** What every answer carries that the handler does not give: to a request that cannot be read, or after an error. */
	readonly refusalHeaders?: Readonly<Record<string, string>>;
	readonly log?: (line: string) => void;
	/** Tells the time of the `date` header, by which SDKs correct theirs. Default: the machine's. */
	readonly clock?: { now(): Date };
}

/** By Node's code for what it could not read. */
const UNREADABLE: Readonly<Record<string, string>> = {
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Serves on 127.0.0.1 only. A handler that throws answers 500 and is logged. */
export async function serve(handler: RequestHandler, options: ServeOptions): Promise<LocalServer> {
	const { refusalHeaders = {} } = options;
	const server = createServer(
		{ maxHeaderSize: options.maxHeaderSize ?? 32_768 },
		(request, response) => {
			if (options.clock) response.setHeader('date', options.clock.now().toUTCString());
			handler(request, response).catch((error: unknown) => {
				options.log?.(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
				if (response.headersSent) response.destroy();
				else sendJson(response, 500, { message: 'Internal Server Error' }, refusalHeaders);
			});
		},
	);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		if (!socket.writable || error.code === 'ECONNRESET') {
			socket.destroy();
			return;
		}
		const headers = Object.entries({ ...refusalHeaders, connection: 'close' });
		const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
		const status = UNREADABLE[error.code ?? ''] ?? '400 Bad Request';
		socket.end(`HTTP/1.1 ${status}\r\n${lines}content-length: 0\r\n\r\n`);
	});
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

/**
 * Reads a whole body of at most `maxBytes`. A larger one is read to its end as well, and dropped: what is left of it would stand
 * in the way of the next request on the connection, which would never be answered.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		if (!(chunk instanceof Buffer)) throw new TypeError('The request is not read as bytes');
		size += chunk.length;
		if (size <= maxBytes) chunks.push(chunk);
		else chunks.length = 0;
	}
	if (size > maxBytes) throw new BodyTooLargeError(`More than ${String(maxBytes)} bytes`);
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
