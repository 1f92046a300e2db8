import type { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test, vi } from 'vitest';
import { CloudWatchAlarms } from '../../../../../lambdas/adapters/stage-health/cloudwatch-alarms.ts';

const send = vi.fn<(command: DescribeAlarmsCommand) => Promise<object>>();
const alarms = new CloudWatchAlarms({ send } as unknown as CloudWatchClient);

describe('the alarms of CloudWatch', () => {
	test('are told with their state, whether they speak, and the section about them', async () => {
		send.mockResolvedValueOnce({
			MetricAlarms: [
				{
					AlarmName: 'vault-errors',
					AlarmDescription: 'It crashed. What to do: docs/operate.md#function-errors',
					StateValue: 'ALARM',
					ActionsEnabled: true,
					AlarmActions: ['arn:aws:sns:us-east-1:000000000000:alarms'],
				},
				{ AlarmName: 'api-slow', StateValue: 'OK', ActionsEnabled: true, AlarmActions: [] },
			],
		});

		expect(await alarms.find(['vault-errors', 'api-slow'])).toEqual([
			{ name: 'vault-errors', isRinging: true, isHeard: true, runbook: 'function-errors' },
			{ name: 'api-slow', isRinging: false, isHeard: false },
		]);
	});

	test('are asked for a hundred at a time, which is all that CloudWatch takes', async () => {
		const names = Array.from({ length: 201 }, (_, index) => `alarm-${String(index)}`);
		send
			.mockReset()
			.mockImplementation(({ input }) =>
				Promise.resolve({ MetricAlarms: input.AlarmNames?.map((AlarmName) => ({ AlarmName })) }),
			);

		const found = await alarms.find(names);

		expect(send.mock.calls.map(([{ input }]) => input.AlarmNames?.length)).toEqual([100, 100, 1]);
		expect(found.map(({ name }) => name)).toEqual(names);
	});
});
