import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import type { AlarmListeners } from '../../ports/alarms.ts';

export class SnsAlarmListeners implements AlarmListeners {
	readonly #client: SNSClient;
	readonly #topicArn: string;

	constructor(client: SNSClient, topicArn: string) {
		this.#client = client;
		this.#topicArn = topicArn;
	}

	async count(): Promise<{ readonly confirmed: number; readonly pending: number }> {
		const pages = paginateListSubscriptionsByTopic(
			{ client: this.#client },
			{ TopicArn: this.#topicArn },
		);
		let confirmed = 0;
		let pending = 0;
		for await (const { Subscriptions = [] } of pages) {
			for (const { SubscriptionArn = '' } of Subscriptions) {
				// SNS writes a word where a subscription that is not confirmed would have its name.
				if (SubscriptionArn === 'PendingConfirmation') pending += 1;
				else if (SubscriptionArn.startsWith('arn:')) confirmed += 1;
			}
		}
		return { confirmed, pending };
	}
}
