import { DescribeAlarmsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Alarm, Alarms } from '../../ports/alarms.ts';

/** CloudWatch's own limit for names in one question; a stage has a fifth of that. */
const NAMES_MAX = 100;

export class CloudWatchAlarms implements Alarms {
	readonly #client: CloudWatchClient;

	constructor(client: CloudWatchClient) {
		this.#client = client;
	}

	async find(names: readonly string[]): Promise<readonly Alarm[]> {
		const command = new DescribeAlarmsCommand({
			AlarmNames: [...names],
			AlarmTypes: ['MetricAlarm'],
			MaxRecords: NAMES_MAX,
		});
		const { MetricAlarms = [] } = await this.#client.send(command);
		return MetricAlarms.map(({ AlarmName = '', StateValue, ActionsEnabled, AlarmActions }) => ({
			name: AlarmName,
			isRinging: StateValue === 'ALARM',
			isHeard: ActionsEnabled === true && (AlarmActions ?? []).length > 0,
		}));
	}
}
