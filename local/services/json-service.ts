import type { IncomingMessage, ServerResponse } from 'node:http';
import { realTime, type Clock } from '../clock/vault-clock.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import type { Question } from '../iam/question.ts';
import { isRecord } from '../template/intrinsics.ts';
import { verifySignature } from './signature.ts';

type Input = Readonly<Record<string, unknown>>;

/** One operation of a service that speaks AWS's JSON protocol. */
export interface JsonOperation {
	/** What IAM is asked before anything is done. */
	readonly permission: (input: Input) => Omit<Question, 'principal'>;
	/** Throws `JsonServiceError` for what the caller did wrong. */
	readonly run: (input: Input) => unknown;
}

export interface JsonServiceOptions {
	readonly port: number;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	/** By the value of `x-amz-target`, e.g. `TrentService.Sign`. */
	readonly operations: Readonly<Record<string, JsonOperation>>;
	readonly log: (line: string) => void;
	/** Default: the machine's. */
	readonly clock?: Clock;
}

/** An answer 400 with AWS's own name for what is wrong. */
export class JsonServiceError extends Error {
	override readonly name = 'JsonServiceError';
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

const MAX_BODY_BYTES = 1024 * 1024;

/** Serves such operations: signature and permission are checked before each. */
export function startJsonService(options: JsonServiceOptions): Promise<LocalServer> {
	return serve(async (request, response) => {
		try {
			sendJson(response, 200, await answer(request, options), {
				'content-type': 'application/x-amz-json-1.1',
			});
		} catch (error) {
			if (!(error instanceof JsonServiceError)) throw error;
			refuse(response, error);
		}
	}, options);
}

async function answer(
	request: IncomingMessage,
	{ keys, authorize, operations, clock = realTime }: JsonServiceOptions,
): Promise<unknown> {
	const body = await readBody(request, MAX_BODY_BYTES);
	const signed = verifySignature(request, body, { keys, now: clock.now() });
	if (!signed) {
		throw new JsonServiceError('InvalidSignatureException', 'The signature does not match.');
	}
	const target = String(request.headers['x-amz-target']);
	const operation = operations[target];
	if (!operation) throw new JsonServiceError('UnknownOperationException', `No ${target} here.`);
	const input: unknown = JSON.parse(body.toString());
	if (!isRecord(input)) throw new JsonServiceError('SerializationException', 'Not an object.');
	const question = { principal: signed.key.principal, ...operation.permission(input) };
	if (await authorize(question)) return operation.run(input);
	throw new JsonServiceError(
		'AccessDeniedException',
		`${question.principal} is not authorized to perform: ${question.action} on resource: ${question.resource}`,
	);
}

function refuse(response: ServerResponse, { code, message }: JsonServiceError): void {
	sendJson(response, 400, { __type: code, message }, { 'x-amzn-errortype': code });
}
