import {
	DescribeAlarmsCommand,
	type CloudWatchClient,
	type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Alarm, Alarms } from '../../ports/alarms.ts';

/** CloudWatch's own limit for names in one question: about thirty functions with their alarms. */
const NAMES_MAX = 100;

/** How each description in the template ends. */
const RUNBOOK = /docs\/operate\.md#([\w-]+)/;

export class CloudWatchAlarms implements Alarms {
	readonly #client: CloudWatchClient;

	constructor(client: CloudWatchClient) {
		this.#client = client;
	}

	async find(names: readonly string[]): Promise<readonly Alarm[]> {
		const questions = Array.from({ length: Math.ceil(names.length / NAMES_MAX) }, (_, index) =>
			this.#ask(names.slice(index * NAMES_MAX, (index + 1) * NAMES_MAX)),
		);
		return (await Promise.all(questions)).flat();
	}

	async #ask(names: readonly string[]): Promise<readonly Alarm[]> {
		const command = new DescribeAlarmsCommand({
			AlarmNames: [...names],
			AlarmTypes: ['MetricAlarm'],
			MaxRecords: NAMES_MAX,
		});
		const { MetricAlarms = [] } = await this.#client.send(command);
		return MetricAlarms.map(alarmOf);
	}
}

function alarmOf(described: MetricAlarm): Alarm {
	const {
		AlarmName = '',
		AlarmDescription = '',
		StateValue,
		ActionsEnabled,
		AlarmActions,
	} = described;
	const [, runbook] = RUNBOOK.exec(AlarmDescription) ?? [];
	return {
		name: AlarmName,
		isRinging: StateValue === 'ALARM',
		isHeard: ActionsEnabled === true && (AlarmActions ?? []).length > 0,
		...(runbook === undefined ? {} : { runbook }),
	};
}
