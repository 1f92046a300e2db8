import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { FULL_DISK, isFullDisk } from '../data-directory/full-disk.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import { Actions } from './actions.ts';
import type { Pool } from './pool.ts';

const MAX_BODY_BYTES = 128 * 1024;

/** As Cognito's own endpoints: any origin may ask, since what it asks carries its own proof. */
const CORS = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/** Serves the user pools API for browsers, and the pool's public keys. */
export function startCognito(
	pool: Pool,
	options: { readonly port: number; readonly log: (line: string) => void },
): Promise<LocalServer> {
	const actions = new Actions(pool);
	// cognito-local rewrites its whole file on every change: one action at a time.
	let turn: Promise<unknown> = Promise.resolve();
	const inTurn = (action: string, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
		const result = turn.then(() => actions.run(action, input));
		turn = result.catch(() => undefined);
		return result;
	};

	return serve(async (request, response) => {
		if (request.method === 'OPTIONS') {
			preflight(request, response);
		} else if (request.method === 'GET' && request.url === `/${pool.id}/.well-known/jwks.json`) {
			sendJson(response, 200, pool.key.jwks, CORS);
		} else if (request.method === 'POST') {
			await answer(request, response, inTurn);
		} else {
			sendJson(response, 404, { message: 'Not Found' }, CORS);
		}
	}, options);
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	run: (action: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<void> {
	const [service, action = ''] = String(request.headers['x-amz-target']).split('.');
	const body = await readBody(request, MAX_BODY_BYTES);
	try {
		if (service !== 'AWSCognitoIdentityProviderService') throw new TypeError('Unknown service');
		const input = v.parse(v.record(v.string(), v.unknown()), JSON.parse(body.toString()));
		sendAmzJson(response, 200, await run(action, input));
	} catch (error) {
		if (isFullDisk(error)) {
			const fault = 'InternalErrorException';
			const refusal = { __type: fault, message: FULL_DISK };
			sendAmzJson(response, 500, refusal, { 'x-amzn-errortype': fault });
			return;
		}
		const code = codeOf(error);
		const message = error instanceof Error ? error.message : String(error);
		sendAmzJson(response, 400, { __type: code, message }, { 'x-amzn-errortype': code });
	}
}

function codeOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return typeof code === 'string' ? code : 'InvalidParameterException';
}

function sendAmzJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void {
	// Cognito writes dates as seconds since 1970.
	const text = JSON.stringify(body, function (this: Record<string, unknown>, key, value: unknown) {
		const original = this[key];
		return original instanceof Date ? original.getTime() / 1000 : value;
	});
	response.writeHead(status, {
		'content-type': 'application/x-amz-json-1.1',
		'cache-control': 'no-store',
		...CORS,
		...headers,
	});
	response.end(text);
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
	response.writeHead(200, {
		...CORS,
		'access-control-allow-methods': 'POST, GET, OPTIONS',
		'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
		'access-control-max-age': '172800',
	});
	response.end();
}
