import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { FULL_DISK, isFullDisk } from '../data-directory/full-disk.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import { verifySignature } from '../services/signature.ts';
import { Actions } from './actions.ts';
import { Admin } from './admin.ts';
import { UserPoolError } from './errors.ts';
import type { Pool } from './pool.ts';

const MAX_BODY_BYTES = 128 * 1024;

/** As Cognito's own endpoints: any origin may ask, since what it asks carries its own proof. */
const CORS = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

export interface CognitoOptions {
	readonly port: number;
	readonly log: (line: string) => void;
	/** Who may call what needs AWS credentials. Without it such actions are refused. */
	readonly iam?: {
		readonly keys: AccessKeys;
		readonly authorize: Authorizer;
		readonly clock: { now(): Date };
	};
}

type Input = Readonly<Record<string, unknown>>;
type Run = (action: string, request: IncomingMessage, body: Buffer) => Promise<unknown>;

/** Serves the user pools API, and the pool's public keys. */
export function startCognito(pool: Pool, options: CognitoOptions): Promise<LocalServer> {
	const actions = new Actions(pool);
	const admin = new Admin(pool);
	const run: Run = async (action, request, body) => {
		const input: Input = v.parse(v.record(v.string(), v.unknown()), JSON.parse(body.toString()));
		if (!admin.offers(action)) return actions.run(action, input);
		await permit(action, request, body, { pool, iam: options.iam });
		return admin.run(action, input);
	};

	return serve(
		async (request, response) => {
			if (request.method === 'OPTIONS') {
				preflight(request, response);
			} else if (request.method === 'GET' && request.url === `/${pool.id}/.well-known/jwks.json`) {
				sendJson(response, 200, pool.key.jwks, CORS);
			} else if (request.method === 'POST') {
				await answer(request, response, run);
			} else {
				sendJson(response, 404, { message: 'Not Found' }, CORS);
			}
		},
		{ ...options, ...(options.iam && { clock: options.iam.clock }) },
	);
}

/** Throws unless the request is signed by a key whose principal may do this to the pool. */
async function permit(
	action: string,
	request: IncomingMessage,
	body: Buffer,
	{ pool, iam }: { readonly pool: Pool; readonly iam: CognitoOptions['iam'] },
): Promise<void> {
	const signed = iam && verifySignature(request, body, { keys: iam.keys, now: iam.clock.now() });
	if (!iam || !signed) {
		throw new UserPoolError('AccessDeniedException', `${action} is not for browsers`);
	}
	const { principal } = signed.key;
	const question = { principal, action: `cognito-idp:${action}`, resource: pool.arn, context: {} };
	if (await iam.authorize(question)) return;
	throw new UserPoolError(
		'AccessDeniedException',
		`${principal} is not authorized to perform: ${question.action} on resource: ${pool.arn}`,
	);
}

async function answer(request: IncomingMessage, response: ServerResponse, run: Run): Promise<void> {
	const [service, action = ''] = String(request.headers['x-amz-target']).split('.');
	const body = await readBody(request, MAX_BODY_BYTES);
	try {
		if (service !== 'AWSCognitoIdentityProviderService') throw new TypeError('Unknown service');
		sendAmzJson(response, 200, await run(action, request, body));
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
	return error instanceof UserPoolError ? error.code : 'InvalidParameterException';
}

function sendAmzJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, {
		'content-type': 'application/x-amz-json-1.1',
		'cache-control': 'no-store',
		...CORS,
		...headers,
	});
	response.end(JSON.stringify(body));
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
