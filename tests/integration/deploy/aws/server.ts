import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson, serve, type LocalServer } from '../../../../local/http/serve.ts';
import { document, element, type Xml } from '../../../../local/s3/xml.ts';
import { Buckets } from './buckets.ts';
import { CloudFormation } from './cloud-formation.ts';
import { answerQuery, type Account } from './queries.ts';
import { AwsError, type Reply } from './reply.ts';

export interface PretendedAws extends LocalServer, Account {
	/** What was done to functions, in order, such as `invoke cloudvault-STAGE-migrate`. */
	readonly calls: readonly string[];
	/** The next call finds the function without its way into the network, as after weeks without one. */
	sleep(): void;
}

const MAX_BODY_BYTES = 50_000_000;
const ACCOUNT_SETTINGS = '/2016-08-19/account-settings';
const DISTRIBUTIONS = '/2020-05-31/distribution';
const FUNCTIONS = '/2015-03-31/functions/';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/**
 * One region of an AWS account in one process, as far as deploying, planning and removing one stage speak
 * to it. It checks no signature: `AWS_ENDPOINT_URL` leads every client of the SDK here.
 */
export async function pretendAws(stackName: string): Promise<PretendedAws> {
	const buckets = new Buckets();
	const lacks: Account['lacks'] = new Set();
	const account = { buckets, cloudFormation: new CloudFormation(stackName, buckets), lacks };
	const calls: string[] = [];
	let sleeps = false;
	const answer = (request: IncomingMessage, body: Buffer): Reply => {
		const url = new URL(request.url ?? '', 'http://127.0.0.1');
		if (url.pathname.startsWith(FUNCTIONS)) {
			const asleep = sleeps && url.pathname.endsWith('/invocations');
			if (!asleep) return answerLambda(url.pathname, account, calls);
			sleeps = false;
			throw new AwsError(502, 'ResourceNotReadyException', 'The function is inactive.');
		}
		const target = request.headers['x-amz-target'];
		if (url.pathname === ACCOUNT_SETTINGS) {
			return { json: { AccountLimit: { ConcurrentExecutions: 10 } } };
		}
		if (url.pathname === DISTRIBUTIONS) throw refusalOfDistribution(account);
		if (target !== undefined) return answerJson(String(target), account);
		if (url.pathname !== '/') return buckets.answer(request, url, body);
		return answerQuery(account, new URLSearchParams(body.toString()));
	};
	const server = await serve(
		async (request, response) => {
			const body = await readBody(request, MAX_BODY_BYTES);
			try {
				send(response, answer(request, body));
			} catch (error) {
				if (!(error instanceof AwsError)) throw error;
				refuse(request, response, error);
			}
		},
		{ port: 0, log: console.error },
	);
	const sleep = (): void => {
		sleeps = true;
	};
	return { ...server, ...account, calls, sleep };
}

function answerLambda(path: string, { cloudFormation }: Account, calls: string[]): Reply {
	const [name = '', what] = path.slice(FUNCTIONS.length).split('/');
	if (!cloudFormation.has('AWS::Lambda::Function', name)) {
		throw new AwsError(404, 'ResourceNotFoundException', `Function not found: ${name}`);
	}
	if (what === 'code') calls.push(`replace the code of ${name}`);
	if (what !== 'invocations') {
		// Later than any code that was handed over: so it is after a rollback.
		const LastModified = new Date(Date.now() + 3_600_000).toISOString();
		return {
			json: { Configuration: { State: 'Active', LastUpdateStatus: 'Successful', LastModified } },
		};
	}
	calls.push(`invoke ${name}`);
	return { json: { ran: [] } };
}

/** CloudFront's, for a distribution whose access control is not there. */
function refusalOfDistribution({ lacks }: Account): AwsError {
	if (!lacks.has('a verification')) {
		return new AwsError(400, 'InvalidOriginAccessControl', 'There is no such access control.');
	}
	const told = 'Your account must be verified before you can add new CloudFront resources.';
	return new AwsError(403, 'AccessDenied', told);
}

function answerJson(target: string, { lacks }: Account): Reply {
	if (target === 'AWSFreeTierService.GetAccountPlanState') {
		return { json: { accountPlanType: lacks.has('a paid plan') ? 'FREE' : 'PAID' } };
	}
	if (target === 'ServiceQuotasV20190624.GetServiceQuota') return { json: { Quota: { Value: 5 } } };
	// The framework looks for images of its functions, of which there are none.
	if (!target.startsWith('TrentService')) {
		throw new AwsError(400, 'RepositoryNotFoundException', target);
	}
	const der = publicKey.export({ type: 'spki', format: 'der' });
	return { json: { PublicKey: der.toString('base64') } };
}

function send(response: ServerResponse, { headers = {}, xml, json }: Reply): void {
	if (json !== undefined) {
		sendJson(response, 200, json);
		return;
	}
	response.writeHead(200, headers);
	response.end(xml && documentOf(xml));
}

function refuse(
	request: IncomingMessage,
	response: ServerResponse,
	{ status, code, message }: AwsError,
): void {
	const path = request.url ?? '';
	if (request.headers['x-amz-target'] !== undefined || path.startsWith(FUNCTIONS)) {
		sendJson(response, status, { __type: code, message }, { 'x-amzn-errortype': code });
		return;
	}
	const fault = { Error: { Code: code, Message: message } };
	response.writeHead(status);
	response.end(documentOf(path === '/' ? { ErrorResponse: fault } : fault));
}

function documentOf(answer: Readonly<Record<string, unknown>>): string {
	const [root = ''] = elementsOf(answer);
	return document(root as Xml);
}

/** A list becomes elements of one name, as in `member`. */
function elementsOf(values: object): readonly Xml[] {
	return Object.entries(values).flatMap(([name, value]: [string, unknown]) =>
		[value]
			.flat()
			.map((each) =>
				element(name, typeof each === 'object' && each !== null ? elementsOf(each) : String(each)),
			),
	);
}
