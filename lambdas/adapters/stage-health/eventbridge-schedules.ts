import {
	DescribeRuleCommand,
	ResourceNotFoundException,
	type EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import type { Schedules } from '../../ports/schedules.ts';

export class EventBridgeSchedules implements Schedules {
	readonly #client: EventBridgeClient;

	constructor(client: EventBridgeClient) {
		this.#client = client;
	}

	async stateOf(name: string): Promise<'enabled' | 'disabled' | 'absent'> {
		try {
			const { State } = await this.#client.send(new DescribeRuleCommand({ Name: name }));
			return State === 'ENABLED' ? 'enabled' : 'disabled';
		} catch (error) {
			if (error instanceof ResourceNotFoundException) return 'absent';
			throw error;
		}
	}
}
