import { createServer, type IncomingMessage } from 'node:http';
import type { Service } from './answer.ts';
import { handle } from './http.ts';
import type { S3Options } from './options.ts';

/** A connection on which nothing moves: a client that promised more bytes than it sends. */
const IDLE_MS = 120_000;
/** Longer than SDKs keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;

export interface Listening {
	readonly port: number;
	/** Ends every connection and waits for what was being done. */
	close(): Promise<void>;
}

/** Serves on 127.0.0.1. Rejects if the port is taken. */
export async function listen(
	service: Service,
	{ port, line, log }: Pick<S3Options, 'port' | 'line'> & { readonly log: (line: string) => void },
): Promise<Listening> {
	const exchanges = new Set<Promise<void>>();
	const arrive = async (message: IncomingMessage) => line?.(message);
	const server = createServer((message, response) => {
		const exchange = arrive(message).then(() => handle(service, message, response, log));
		exchanges.add(exchange);
		void exchange.finally(() => exchanges.delete(exchange));
	});
	// A slow line may take hours for one large part; only silence ends it.
	server.requestTimeout = 0;
	server.timeout = IDLE_MS;
	server.keepAliveTimeout = KEEP_ALIVE_MS;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('S3 has no port');
	return {
		port: address.port,
		close: async () => {
			const closed = new Promise<void>((resolve) => {
				server.close(() => resolve());
			});
			server.closeAllConnections();
			await closed;
			await Promise.all(exchanges);
		},
	};
}
