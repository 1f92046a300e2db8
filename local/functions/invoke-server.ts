import type { IncomingMessage } from 'node:http';
import { realTime, type Clock } from '../clock/vault-clock.ts';
import { requestUrl } from '../http/request-url.ts';
import { BodyTooLargeError, readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import { verifySignature } from '../services/signature.ts';
import type { DeployedFunction } from './deploy.ts';
import type { FunctionSet } from './function-set.ts';
import type { Outcome } from './outcome.ts';

export interface InvokeServerOptions {
	readonly port: number;
	readonly functions: FunctionSet;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	/** Default: the machine's. */
	readonly clock?: Clock;
	readonly log: (line: string) => void;
}

interface Answer {
	readonly status: number;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** `/2015-03-31/functions/NAME/invocations`: the name, its end, or the ARN. */
const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda refuses larger events of a synchronous call, in bytes. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/**
 * Lambda's Invoke, signed and asked of IAM, as the SDK and `aws lambda invoke` call it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function startInvokeServer(options: InvokeServerOptions): Promise<LocalServer> {
	return serve(async (request, response) => {
		const { status, body, headers } = await answer(request, options);
		if (body === undefined) response.writeHead(status, headers).end();
		else sendJson(response, status, body, headers);
	}, options);
}

async function answer(request: IncomingMessage, options: InvokeServerOptions): Promise<Answer> {
	const name = PATH.exec(requestUrl(request).pathname)?.[1];
	if (name === undefined || request.method !== 'POST') {
		return refusal(501, 'NotImplementedException', 'Of Lambda only Invoke is served here.');
	}
	const body = await readBody(request, MAX_EVENT_BYTES).catch((error: unknown) => {
		if (error instanceof BodyTooLargeError) return undefined;
		throw error;
	});
	if (!body) return refusal(413, 'RequestTooLargeException', 'An event has at most 6 MB.');
	const signed = verifySignature(request, body, {
		keys: options.keys,
		now: (options.clock ?? realTime).now(),
	});
	if (!signed) {
		return refusal(403, 'InvalidSignatureException', 'The signature does not match.');
	}
	const found = options.functions.find(decodeURIComponent(name));
	const action = 'lambda:InvokeFunction';
	const { principal } = signed.key;
	const resource = found?.function.options.arn ?? '*';
	if (!(await options.authorize({ principal, action, resource, context: {} }))) {
		return refusal(403, 'AccessDeniedException', `${principal} may not ${action} ${name}.`);
	}
	if (!found) return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
	const event = parse(body);
	if (event === UNREADABLE) {
		return refusal(400, 'InvalidRequestContentException', 'The event is not JSON.');
	}
	return invoke(found, event, String(request.headers['x-amz-invocation-type'] ?? ''));
}

async function invoke(deployed: DeployedFunction, event: unknown, type: string): Promise<Answer> {
	switch (type) {
		case 'Event':
			deployed.async.accept(event);
			return { status: 202 };
		case 'DryRun':
			return { status: 204 };
		default:
			return answerOf(await deployed.function.invoke(event));
	}
}

function answerOf(outcome: Outcome): Answer {
	if (outcome.ok) return { status: 200, body: outcome.payload ?? null };
	return { status: 200, body: outcome.error, headers: { 'x-amz-function-error': 'Unhandled' } };
}

const UNREADABLE = Symbol('unreadable');

function parse(body: Buffer): unknown {
	if (body.length === 0) return {};
	try {
		return JSON.parse(body.toString());
	} catch {
		return UNREADABLE;
	}
}

function refusal(status: number, code: string, message: string): Answer {
	return {
		status,
		body: { Type: 'User', Message: message },
		headers: { 'x-amzn-errortype': code },
	};
}
