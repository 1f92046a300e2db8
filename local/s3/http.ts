import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isFullDisk } from '../data-directory/full-disk.ts';
import { answer, ConnectionDropped, type Service } from './answer.ts';
import type { Reply } from './call.ts';
import { corsHeaders, preflight } from './cors.ts';
import { errorDocument, InjectedError, S3Error } from './errors.ts';
import { S3Request } from './request.ts';

interface Exchange {
	readonly service: Service;
	readonly message: IncomingMessage;
	readonly response: ServerResponse;
	readonly requestId: string;
	readonly log: (line: string) => void;
}

/** Answers one HTTP request, whatever happens in it. Never rejects. */
export async function handle(
	service: Service,
	message: IncomingMessage,
	response: ServerResponse,
	log: (line: string) => void,
): Promise<void> {
	const requestId = randomBytes(8).toString('hex').toUpperCase();
	const exchange = { service, message, response, requestId, log };
	try {
		const reply = await replyTo(exchange);
		drain(message);
		await send(exchange, reply);
	} catch (error) {
		// The headers are sent already, or the client is gone: no error document can be sent.
		const expected = error instanceof ConnectionDropped || message.socket.destroyed;
		if (!expected) log(`S3 broke off an answer: ${String(error)}`);
		message.socket.destroy();
	}
}

async function replyTo(exchange: Exchange): Promise<Reply> {
	const { service, message, requestId } = exchange;
	// Errors need the headers of CORS as well, or a page could not read them.
	let cors = {};
	let reply: Reply;
	try {
		const request = new S3Request(message);
		const properties = service.buckets.get(request.bucket)?.properties;
		if (request.method === 'OPTIONS') return preflight(request, properties);
		cors = corsHeaders(request, properties);
		reply = await answer(service, request, requestId);
	} catch (error) {
		if (error instanceof ConnectionDropped || message.socket.destroyed) throw error;
		reply = errorReply(exchange, error);
	}
	return { ...reply, headers: { ...cors, ...reply.headers } };
}

function errorReply({ message, requestId, log }: Exchange, error: unknown): Reply {
	const resource = message.url?.split('?')[0] ?? '';
	const known = error instanceof S3Error || error instanceof InjectedError;
	if (!known) {
		const stack = error instanceof Error ? error.stack : String(error);
		log(`S3 failed at ${message.method ?? ''} ${resource}: ${stack ?? ''}`);
	}
	const reported = known
		? error
		: new S3Error(isFullDisk(error) ? 'InsufficientStorage' : 'InternalError');
	return {
		status: reported.status,
		headers: { ...reported.headers, 'content-type': 'application/xml' },
		body: errorDocument(reported, { resource, requestId }),
	};
}

/** Reads the rest of a refused body: a client that is still sending would otherwise never read why. */
function drain(message: IncomingMessage): void {
	// Left by a reader that stopped early; while it listens the stream stays paused.
	message.removeAllListeners('readable');
	message.resume();
}

async function send(exchange: Exchange, reply: Reply): Promise<void> {
	const { service, message, response, requestId } = exchange;
	const body = reply.body ?? '';
	response.writeHead(reply.status, {
		'x-amz-request-id': requestId,
		'x-amz-id-2': requestId,
		server: 'AmazonS3',
		date: service.clock().toUTCString(),
		...(typeof body === 'string' && { 'content-length': String(Buffer.byteLength(body)) }),
		...reply.headers,
	});
	if (typeof body === 'string' || message.method === 'HEAD') {
		response.end(message.method === 'HEAD' ? undefined : body);
	} else {
		await pipeline(Readable.from(body), response);
	}
}
