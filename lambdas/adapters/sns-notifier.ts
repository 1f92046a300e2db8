import {
	GetSubscriptionAttributesCommand,
	PublishCommand,
	SNSClient,
	SNSServiceException,
	SubscribeCommand,
	UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { VaultError } from '../domain/vault-error.ts';
import type { Notice, Notifier, SubscriptionState } from '../ports/notifier.ts';

/** SNS takes at most this many characters as a subject. */
const SUBJECT_MAX_CHARS = 100;

/** Region, credentials and endpoint come from the SDK's own variables. */
export function openNotifier(topicArn: string): Notifier {
	const client = new SNSClient({
		maxAttempts: 2,
		requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
	});
	return new SnsNotifier(client, topicArn);
}

class SnsNotifier implements Notifier {
	readonly #client: SNSClient;
	readonly #topicArn: string;

	constructor(client: SNSClient, topicArn: string) {
		this.#client = client;
		this.#topicArn = topicArn;
	}

	async subscribe(ownerId: string, email: string): Promise<string> {
		const filter = JSON.stringify({ owner: [ownerId] });
		const subscribe = new SubscribeCommand({
			TopicArn: this.#topicArn,
			Protocol: 'email',
			Endpoint: email,
			Attributes: { FilterPolicy: filter },
			ReturnSubscriptionArn: true,
		});
		const { SubscriptionArn } = await reached(() => this.#client.send(subscribe));
		if (SubscriptionArn === undefined) throw new Error('SNS answered without SubscriptionArn');
		return SubscriptionArn;
	}

	async unsubscribe(subscription: string): Promise<void> {
		try {
			await reached(() =>
				this.#client.send(new UnsubscribeCommand({ SubscriptionArn: subscription })),
			);
		} catch (error) {
			if (!isGone(error)) throw error;
		}
	}

	async stateOf(subscription: string): Promise<SubscriptionState> {
		const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription });
		try {
			const { Attributes } = await reached(() => this.#client.send(command));
			return Attributes?.PendingConfirmation === 'true' ? 'pending' : 'confirmed';
		} catch (error) {
			if (isGone(error)) return 'gone';
			throw error;
		}
	}

	async publish({ ownerId, id, subject, text }: Notice): Promise<void> {
		const command = new PublishCommand({
			TopicArn: this.#topicArn,
			Subject: subject.slice(0, SUBJECT_MAX_CHARS),
			Message: `${text}\n\nMessage ${id}`,
			MessageAttributes: {
				owner: { DataType: 'String', StringValue: ownerId },
				id: { DataType: 'String', StringValue: id },
			},
		});
		await reached(() => this.#client.send(command));
	}
}

/** Unknown, ended, or not confirmed yet: SNS words each as a refusal of the name. */
function isGone(error: unknown): boolean {
	return (
		error instanceof SNSServiceException &&
		['NotFound', 'NotFoundException', 'InvalidParameter', 'InvalidParameterException'].includes(
			error.name,
		)
	);
}

async function reached<T>(call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (error) {
		const status =
			error instanceof SNSServiceException ? error.$metadata.httpStatusCode : undefined;
		if (status !== undefined && status >= 400 && status < 500 && status !== 429) throw error;
		throw new VaultError('unavailable', { cause: error });
	}
}
