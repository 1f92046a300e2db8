import * as v from 'valibot';
import type { Clock } from '../clock/vault-clock.ts';
import type { LocalServer } from '../http/serve.ts';
import type { AccessKeys } from '../iam/access-keys.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import {
	JsonServiceError,
	startJsonService,
	type JsonOperation,
} from '../services/json-service.ts';
import type { Template } from '../template/template.ts';
import { describeAlarms, type DepthOf } from './alarms.ts';
import { describeRule } from './rules.ts';

export interface MonitoringOptions {
	readonly template: Template;
	readonly keys: AccessKeys;
	readonly authorize: Authorizer;
	readonly port: number;
	readonly depthOf: DepthOf;
	readonly log: (line: string) => void;
	/** Default: the machine's. */
	readonly clock?: Clock;
}

const Alarms = v.object({ AlarmNames: v.array(v.string()) });
const Rule = v.object({ Name: v.string() });

/**
 * What the product reads of CloudWatch and EventBridge: the template's alarms and rules. Nothing can be
 * written. Signatures and permissions are checked before anything is answered.
 */
export function startMonitoring(options: MonitoringOptions): Promise<LocalServer> {
	const operations = {
		'GraniteServiceVersion20100801.DescribeAlarms': alarms(options),
		'AWSEvents.DescribeRule': rule(options),
	};
	return startJsonService({ ...options, operations });
}

function alarms({ template, depthOf }: MonitoringOptions): JsonOperation {
	const { region, accountId } = template.account;
	return {
		// CloudWatch asks once, about all of the account's alarms; our IAM takes no star in a question.
		permission: () => ({
			action: 'cloudwatch:DescribeAlarms',
			resource: `arn:aws:cloudwatch:${region}:${accountId}:alarm:any`,
			context: {},
		}),
		run: async (input) => {
			const { AlarmNames } = v.parse(Alarms, input);
			return { MetricAlarms: await describeAlarms(template, AlarmNames, depthOf) };
		},
	};
}

function rule({ template }: MonitoringOptions): JsonOperation {
	const { region, accountId } = template.account;
	return {
		permission: (input) => ({
			action: 'events:DescribeRule',
			resource: `arn:aws:events:${region}:${accountId}:rule/${v.parse(Rule, input).Name}`,
			context: {},
		}),
		run: (input) => {
			const { Name } = v.parse(Rule, input);
			const found = describeRule(template, Name);
			if (found) return found;
			throw new JsonServiceError('ResourceNotFoundException', `Rule ${Name} does not exist.`);
		},
	};
}
