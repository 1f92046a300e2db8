import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
	DescribeRuleCommand,
	EventBridgeClient,
	PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import type { LocalServer } from '../../../../local/http/serve.ts';
import { AccessKeys, type AccessKey } from '../../../../local/iam/access-keys.ts';
import type { Question } from '../../../../local/iam/question.ts';
import { startMonitoring } from '../../../../local/monitoring/server.ts';
import { Template } from '../../../../local/template/template.ts';

const ROLE = 'arn:aws:iam::000000000000:role/reader';
const alarm = (AlarmName: string, more: object) => ({
	Type: 'AWS::CloudWatch::Alarm',
	Properties: { AlarmName, ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, ...more },
});
const template = new Template(
	{
		Resources: {
			Busy: alarm('busy', { Namespace: 'AWS/RDS', MetricName: 'CPUUtilization' }),
			Full: alarm('full', {
				Namespace: 'AWS/SQS',
				MetricName: 'ApproximateNumberOfMessagesVisible',
				Dimensions: [{ Name: 'QueueName', Value: 'letters' }],
				AlarmActions: ['arn:aws:sns:us-east-1:000000000000:alarms'],
			}),
			Mute: alarm('mute', { ActionsEnabled: false }),
			Often: {
				Type: 'AWS::Events::Rule',
				Properties: { Name: 'often', ScheduleExpression: 'rate(15 minutes)' },
			},
			Never: {
				Type: 'AWS::Events::Rule',
				Properties: { Name: 'never', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' },
			},
		},
	},
	{
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: '',
	},
);

let server: LocalServer;
let keys: AccessKeys;
const authorize = vi.fn<(question: Question) => Promise<boolean>>();
const depthOf = vi.fn<(queue: string) => Promise<number>>();

beforeEach(async () => {
	keys = new AccessKeys();
	authorize.mockReset().mockResolvedValue(true);
	depthOf.mockReset().mockResolvedValue(0);
	const log = () => undefined;
	server = await startMonitoring({ template, keys, authorize, depthOf, port: 0, log });
});
afterEach(() => server.close());

const settings = (credentials: AccessKey) => ({
	endpoint: server.origin,
	region: 'us-east-1',
	credentials,
	maxAttempts: 1,
});
const describeAlarms = (AlarmNames: string[], key = keys.issue(ROLE)) =>
	new CloudWatchClient(settings(key)).send(new DescribeAlarmsCommand({ AlarmNames }));
const events = () => new EventBridgeClient(settings(keys.issue(ROLE)));

describe('an alarm', () => {
	test('knows nothing of what is not measured here', async () => {
		const { MetricAlarms } = await describeAlarms(['busy', 'mute', 'gone']);

		expect(MetricAlarms).toMatchObject([
			{ AlarmName: 'busy', StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: true },
			{ AlarmName: 'mute', StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: false },
		]);
	});

	test.each([
		[1, 'OK'],
		[2, 'ALARM'],
	])('about a queue that holds %i messages is %s', async (depth, state) => {
		depthOf.mockResolvedValue(depth);

		const { MetricAlarms } = await describeAlarms(['full']);

		expect(depthOf).toHaveBeenCalledExactlyOnceWith('letters');
		expect(MetricAlarms).toMatchObject([
			{ StateValue: state, AlarmActions: ['arn:aws:sns:us-east-1:000000000000:alarms'] },
		]);
	});
});

describe('a rule', () => {
	test('tells its schedule and whether it is switched on', async () => {
		const often = await events().send(new DescribeRuleCommand({ Name: 'often' }));
		const never = await events().send(new DescribeRuleCommand({ Name: 'never' }));

		expect([often.State, often.ScheduleExpression]).toEqual(['ENABLED', 'rate(15 minutes)']);
		expect(never.State).toBe('DISABLED');
	});

	test('that is not there is said to be absent', async () => {
		await expect(events().send(new DescribeRuleCommand({ Name: 'x' }))).rejects.toMatchObject({
			name: 'ResourceNotFoundException',
		});
	});

	test('cannot be changed', async () => {
		await expect(events().send(new PutRuleCommand({ Name: 'often' }))).rejects.toMatchObject({
			name: 'UnknownOperationException',
		});
	});
});

describe('a question', () => {
	test('is asked of IAM in the name of the role that signed it', async () => {
		await describeAlarms(['busy']);
		await events().send(new DescribeRuleCommand({ Name: 'often' }));

		expect(authorize.mock.calls).toMatchObject([
			[{ principal: ROLE, action: 'cloudwatch:DescribeAlarms' }],
			[
				{
					action: 'events:DescribeRule',
					resource: 'arn:aws:events:us-east-1:000000000000:rule/often',
				},
			],
		]);
	});

	test('that the role may not ask is refused', async () => {
		authorize.mockResolvedValue(false);

		await expect(describeAlarms(['busy'])).rejects.toMatchObject({ name: 'AccessDeniedException' });
	});

	test('signed by a key that was never issued is refused', async () => {
		const stranger = { ...new AccessKeys().issue(ROLE) };

		await expect(describeAlarms(['busy'], stranger)).rejects.toMatchObject({
			name: 'InvalidSignatureException',
		});
		expect(authorize).not.toHaveBeenCalled();
	});
});
