import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { LocalAccount } from '../account.ts';
import { readBody, sendJson, serve, type LocalServer } from '../http.ts';
import { verifySignature } from '../messaging/signature.ts';
import { describeAlarms, type DepthOf } from './alarms.ts';
import { describeRule } from './rules.ts';

export interface MonitoringOptions extends Pick<LocalAccount, 'template' | 'keys' | 'authorize'> {
	readonly port: number;
	readonly depthOf: DepthOf;
	readonly log: (line: string) => void;
}

const MAX_BODY_BYTES = 128 * 1024;

const Alarms = v.object({ AlarmNames: v.array(v.string()) });
const Rule = v.object({ Name: v.string() });

class Refusal extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/**
 * What the product reads of CloudWatch and EventBridge: the template's alarms and rules. Nothing can be
 * written. Signatures and permissions are checked before anything is told.
 */
export function startMonitoring(options: MonitoringOptions): Promise<LocalServer> {
	return serve(async (request, response) => {
		try {
			sendJson(response, 200, await answer(request, options));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			const { status, code, message } = error;
			sendJson(response, status, { __type: code, message }, { 'x-amzn-errortype': code });
		}
	}, options);
}

async function answer(request: IncomingMessage, options: MonitoringOptions): Promise<object> {
	const body = await readBody(request, MAX_BODY_BYTES);
	const signed = verifySignature(request, body, options.keys);
	if (!signed) {
		throw new Refusal(403, 'InvalidSignatureException', 'The signature does not match.');
	}
	const mayRead = async (action: string, resource: string): Promise<void> => {
		const { principal } = signed.key;
		if (await options.authorize({ principal, action, resource, context: {} })) return;
		const message = `${principal} is not authorized to perform: ${action} on resource: ${resource}`;
		throw new Refusal(400, 'AccessDeniedException', message);
	};
	const input: unknown = JSON.parse(body.toString());
	const { template } = options;
	const arn = (service: string, resource: string) =>
		`arn:aws:${service}:${template.account.region}:${template.account.accountId}:${resource}`;

	switch (request.headers['x-amz-target']) {
		case 'GraniteServiceVersion20100801.DescribeAlarms': {
			const { AlarmNames } = v.parse(Alarms, input);
			// CloudWatch asks once, about all of the account's alarms; our IAM takes no star in a question.
			await mayRead('cloudwatch:DescribeAlarms', arn('cloudwatch', 'alarm:any'));
			return { MetricAlarms: await describeAlarms(template, AlarmNames, options.depthOf) };
		}
		case 'AWSEvents.DescribeRule': {
			const { Name } = v.parse(Rule, input);
			await mayRead('events:DescribeRule', arn('events', `rule/${Name}`));
			const rule = describeRule(template, Name);
			if (rule) return rule;
			throw new Refusal(400, 'ResourceNotFoundException', `Rule ${Name} does not exist.`);
		}
		default:
			throw new Refusal(400, 'UnknownOperationException', 'This is not answered here.');
	}
}
