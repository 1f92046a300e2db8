import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { realTime, type Clock } from '../clock/vault-clock.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http/serve.ts';
import type { AccessKeys, KnownKey } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import type { Question } from '../iam/question.ts';
import { verifySignature } from '../services/signature.ts';
import { isRecord } from '../template/intrinsics.ts';
import type { Account } from '../template/physical-ids.ts';
import type { Broker } from './broker.ts';
import { emailAction, escapeXml, publishByMail, type Parameters } from './sns-actions.ts';
import { SnsRefusal, type Subscriptions } from './subscriptions.ts';

export interface MessagingOptions {
	readonly port: number;
	readonly account: Account;
	readonly broker: Broker;
	readonly subscriptions: Subscriptions;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly log: (line: string) => void;
	/** Default: the machine's. */
	readonly clock?: Clock;
}

const MAX_BODY_BYTES = 1024 * 1024;

/** SNS and SQS for the functions: signatures and permissions are checked before anything is done. */
export function startMessaging(options: MessagingOptions): Promise<LocalServer> {
	return serve(async (request, response) => {
		const body = await readBody(request, MAX_BODY_BYTES);
		const signed = verifySignature(request, body, {
			keys: options.keys,
			now: (options.clock ?? realTime).now(),
		});
		if (!signed) {
			refuse(request, response, {
				status: 403,
				code: 'SignatureDoesNotMatch',
				message: 'The request signature we calculated does not match the signature you provided.',
			});
			return;
		}
		const question = isJson(request)
			? sqsQuestion(request, body, options.account)
			: snsQuestion(parametersOf(body), options.account);
		if (!(await isAllowed(signed.key, question, options))) {
			const message = `${signed.key.principal} is not authorized to perform: ${question.action} on resource: ${question.resource}`;
			refuse(request, response, { status: 403, code: 'AuthorizationError', message });
			return;
		}
		if (isJson(request)) await forward(request, response, body, options.broker);
		else await answerSns(request, response, body, options);
	}, options);
}

type RequestedPermission = Omit<Question, 'principal'>;

function isAllowed(
	key: KnownKey,
	requested: RequestedPermission,
	options: MessagingOptions,
): Promise<boolean> {
	return options.authorize({ principal: key.principal, ...requested });
}

/** SNS has no permission on a subscription: the one on its topic decides. */
function snsQuestion(parameters: Parameters, account: Account): RequestedPermission {
	const subscribed = parameters.SubscriptionArn?.split(':').slice(0, 6).join(':');
	const named = `arn:aws:sns:${account.region}:${account.accountId}:${parameters.Name ?? '*'}`;
	return {
		action: `sns:${parameters.Action ?? ''}`,
		resource: parameters.TopicArn ?? subscribed ?? named,
		context: {
			...(parameters.Protocol !== undefined && { 'sns:Protocol': parameters.Protocol }),
			...(parameters.Endpoint !== undefined && { 'sns:Endpoint': parameters.Endpoint }),
		},
	};
}

function sqsQuestion(
	request: IncomingMessage,
	body: Buffer,
	account: Account,
): RequestedPermission {
	const [, action = ''] = String(request.headers['x-amz-target']).split('.');
	const input: unknown = JSON.parse(body.toString());
	const named = isRecord(input) ? (input.QueueUrl ?? input.QueueName) : undefined;
	const name = String(named).split('/').at(-1) ?? '';
	return {
		action: `sqs:${action}`,
		resource: `arn:aws:sqs:${account.region}:${account.accountId}:${name}`,
		context: {},
	};
}

async function answerSns(
	request: IncomingMessage,
	response: ServerResponse,
	body: Buffer,
	{ subscriptions, broker }: MessagingOptions,
): Promise<void> {
	const parameters = parametersOf(body);
	let result: string | undefined;
	try {
		result = emailAction(parameters, subscriptions);
	} catch (error) {
		if (!(error instanceof SnsRefusal)) throw error;
		refuse(request, response, { status: 400, code: error.code, message: error.message });
		return;
	}
	if (result === undefined) {
		await forward(request, response, body, broker);
		if (parameters.Action === 'Publish') publishByMail(parameters, subscriptions);
		return;
	}
	const action = parameters.Action ?? '';
	response.writeHead(200, { 'content-type': 'text/xml' });
	response.end(
		`<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
	);
}

async function forward(
	request: IncomingMessage,
	response: ServerResponse,
	body: Buffer,
	broker: Broker,
): Promise<void> {
	const passed = ['content-type', 'x-amz-target'].flatMap((name) => {
		const value = request.headers[name];
		return typeof value === 'string' ? [[name, value] as const] : [];
	});
	const answer = await broker.forward(Object.fromEntries(passed), body);
	response.writeHead(answer.status, { ...answer.headers });
	response.end(answer.body);
}

function refuse(
	request: IncomingMessage,
	response: ServerResponse,
	{
		status,
		code,
		message,
	}: { readonly status: number; readonly code: string; readonly message: string },
): void {
	if (isJson(request)) {
		sendJson(response, status, { __type: code, message }, { 'x-amzn-errortype': code });
		return;
	}
	response.writeHead(status, { 'content-type': 'text/xml' });
	response.end(
		`<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
	);
}

function isJson(request: IncomingMessage): boolean {
	return request.headers['content-type']?.startsWith('application/x-amz-json') ?? false;
}

function parametersOf(body: Buffer): Parameters {
	return Object.fromEntries(new URLSearchParams(body.toString()));
}
