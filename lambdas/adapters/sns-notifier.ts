import {
	GetSubscriptionAttributesCommand,
	ListSubscriptionsByTopicCommand,
	PublishCommand,
	SNSClient,
	SNSServiceException,
	SubscribeCommand,
	UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { VaultError } from '../domain/vault-error.ts';
import type { ListedSubscription, Notice, Notifier, SubscriptionState } from '../ports/notifier.ts';
import { patientCall, type CallOptions } from './patient-call.ts';

/** SNS takes at most this many characters as a subject. */
const SUBJECT_MAX_CHARS = 100;

/** The attribute by which subscriptions filter. Its name is older than mailboxes, and subscriptions from then still use it. */
const FILTERED_BY = 'owner';

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

	async subscribe(mailboxId: string, email: string): Promise<string | undefined> {
		const subscribe = new SubscribeCommand({
			TopicArn: this.#topicArn,
			Protocol: 'email',
			Endpoint: email,
			Attributes: { FilterPolicy: JSON.stringify({ [FILTERED_BY]: [mailboxId] }) },
			ReturnSubscriptionArn: true,
		});
		try {
			const { SubscriptionArn } = await reached((options) => this.#client.send(subscribe, options));
			if (SubscriptionArn === undefined) throw new Error('SNS answered without SubscriptionArn');
			return SubscriptionArn;
		} catch (error) {
			if (!isInvalid(error)) throw error;
			if (error.message.includes('already exists with different attributes')) return undefined;
			throw new VaultError('bad_request', { field: 'email', cause: error });
		}
	}

	async unsubscribe(subscription: string): Promise<boolean> {
		try {
			await reached((options) =>
				this.#client.send(new UnsubscribeCommand({ SubscriptionArn: subscription }), options),
			);
		} catch (error) {
			if (isInvalid(error)) return false;
			if (!isGone(error)) throw error;
		}
		return true;
	}

	async stateOf(subscription: string): Promise<SubscriptionState> {
		const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription });
		try {
			const { Attributes } = await reached((options) => this.#client.send(command, options));
			return Attributes?.PendingConfirmation === 'true' ? 'pending' : 'confirmed';
		} catch (error) {
			if (isGone(error) || isInvalid(error)) return 'gone';
			throw error;
		}
	}

	async *list(): AsyncIterable<ListedSubscription> {
		let NextToken: string | undefined;
		do {
			const command = new ListSubscriptionsByTopicCommand({ TopicArn: this.#topicArn, NextToken });
			const page = await reached((options) => this.#client.send(command, options));
			for (const { Protocol, Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? []) {
				if (Protocol !== 'email') continue;
				const email = Endpoint.toLowerCase();
				if (SubscriptionArn === 'PendingConfirmation') yield { email, state: 'pending' };
				// The third it can be is `Deleted`.
				if (SubscriptionArn.startsWith('arn:')) {
					yield { email, state: 'confirmed', subscription: SubscriptionArn };
				}
			}
			NextToken = page.NextToken;
		} while (NextToken !== undefined);
	}

	async publish({ mailboxId, id, subject, text }: Notice): Promise<void> {
		const command = new PublishCommand({
			TopicArn: this.#topicArn,
			Subject: subject.slice(0, SUBJECT_MAX_CHARS),
			Message: text,
			MessageAttributes: {
				[FILTERED_BY]: { DataType: 'String', StringValue: mailboxId },
				id: { DataType: 'String', StringValue: id },
			},
		});
		await reached((options) => this.#client.send(command, options));
	}
}

function isGone(error: unknown): boolean {
	return (
		error instanceof SNSServiceException && ['NotFound', 'NotFoundException'].includes(error.name)
	);
}

/** What SNS says of a pending subscription that is to end, of other attributes, and of what is no address. */
function isInvalid(error: unknown): error is SNSServiceException {
	return (
		error instanceof SNSServiceException &&
		['InvalidParameter', 'InvalidParameterException'].includes(error.name)
	);
}

async function reached<T>(call: (options: CallOptions) => Promise<T>): Promise<T> {
	try {
		return await patientCall('mail', call);
	} catch (error) {
		if (error instanceof VaultError) throw error;
		const status =
			error instanceof SNSServiceException ? error.$metadata.httpStatusCode : undefined;
		if (status !== undefined && status >= 400 && status < 500 && status !== 429) throw error;
		throw new VaultError('unavailable', { cause: error });
	}
}
