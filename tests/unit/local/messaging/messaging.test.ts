import {
	ConfirmSubscriptionCommand,
	GetSubscriptionAttributesCommand,
	ListSubscriptionsByTopicCommand,
	PublishCommand,
	SetSubscriptionAttributesCommand,
	SNSClient,
	SubscribeCommand,
	UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { realTime } from '../../../../local/clock/vault-clock.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { AccessKeys, type AccessKey } from '../../../../local/iam/access-keys.ts';
import type { Question } from '../../../../local/iam/question.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { openMessaging, type Messaging } from '../../../../local/messaging/open.ts';
import { Subscriptions } from '../../../../local/messaging/subscriptions.ts';
import { Template } from '../../../../local/template/template.ts';

const TopicArn = 'arn:aws:sns:us-east-1:000000000000:people';
const ROLE = 'arn:aws:iam::000000000000:role/notifier';
const template = new Template(
	{
		Resources: {
			People: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people' } },
			Copies: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'copies' } },
			CopyEverything: {
				Type: 'AWS::SNS::Subscription',
				Properties: {
					TopicArn: { Ref: 'People' },
					Protocol: 'sqs',
					Endpoint: { 'Fn::GetAtt': ['Copies', 'Arn'] },
				},
			},
		},
	},
	{
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: 'http://127.0.0.1:1',
	},
);

let directory: string;
let mailbox: Mailbox;
let subscriptions: Subscriptions;
let messaging: Messaging;
let sns: SNSClient;
let keys: AccessKeys;
let offsetMs: number;
const authorize = vi.fn<(question: Question) => Promise<boolean>>();

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'messaging-'));
	mailbox = new Mailbox(directory);
	offsetMs = 0;
	subscriptions = openSubscriptions();
	keys = new AccessKeys();
	authorize.mockReset().mockResolvedValue(true);
	messaging = await openMessaging({
		template,
		dataDir: directory,
		keys,
		authorize,
		port: 0,
		subscriptions,
		clock: realTime,
		log: () => undefined,
	});
	sns = clientOf(keys.issue(ROLE));
});
afterEach(async () => {
	sns.destroy();
	await messaging.close();
	await rm(directory, { recursive: true, force: true });
});

function openSubscriptions(): Subscriptions {
	const now = () => new Date(Date.now() + offsetMs);
	return new Subscriptions(directory, mailbox, { inboxOrigin: 'http://inbox', now });
}

function clientOf(credentials: AccessKey): SNSClient {
	return new SNSClient({
		endpoint: messaging.origin,
		region: 'us-east-1',
		credentials,
		maxAttempts: 1,
	});
}

function subscribe(email: string, Attributes: Record<string, string> = {}) {
	const Protocol = 'email';
	return sns.send(
		new SubscribeCommand({
			TopicArn,
			Protocol,
			Endpoint: email,
			Attributes,
			ReturnSubscriptionArn: true,
		}),
	);
}

function publish(owner: string) {
	return sns.send(
		new PublishCommand({
			TopicArn,
			Subject: 'Arrived',
			Message: `for ${owner}`,
			MessageAttributes: { owner: { DataType: 'String', StringValue: owner } },
		}),
	);
}

function tokenIn(email: string): string {
	const link = mailbox.list(email)[0]?.links[0]?.url ?? 'http://missing';
	return new URL(link).searchParams.get('token') ?? '';
}

const confirm = (email: string) => subscriptions.confirm(tokenIn(email));

const attributesOf = async (SubscriptionArn: string | undefined) =>
	(await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;

const unsubscribe = (SubscriptionArn: string | undefined) =>
	sns.send(new UnsubscribeCommand({ SubscriptionArn }));

async function listed() {
	const command = new ListSubscriptionsByTopicCommand({ TopicArn });
	return (await sns.send(command)).Subscriptions?.map((each) => each.SubscriptionArn);
}

const HOURS = 3600 * 1000;
const anna = { FilterPolicy: JSON.stringify({ owner: ['anna'] }) };
const ben = { FilterPolicy: JSON.stringify({ owner: ['ben'] }) };

const subjects = (email: string) => mailbox.list(email).map((each) => each.subject);

describe('an e-mail subscription', () => {
	test('is pending until its owner follows the link, and gets nothing before', async () => {
		const { SubscriptionArn } = await subscribe('anna@example.com');
		await publish('anna');
		const asked = new GetSubscriptionAttributesCommand({ SubscriptionArn });
		expect((await sns.send(asked)).Attributes).toMatchObject({ PendingConfirmation: 'true' });
		expect(subjects('anna@example.com')).toEqual(['AWS Notification - Subscription Confirmation']);

		confirm('anna@example.com');
		await publish('anna');

		expect((await sns.send(asked)).Attributes).toMatchObject({ PendingConfirmation: 'false' });
		expect(subjects('anna@example.com')[0]).toBe('Arrived');
	});

	test('does not tell its ARN before it is confirmed, unless asked', async () => {
		const Endpoint = 'anna@example.com';
		const command = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint });

		expect((await sns.send(command)).SubscriptionArn).toBe('pending confirmation');
	});

	test('is listed with its topic, without its name before it is confirmed', async () => {
		await subscribe('anna@example.com');
		await subscribe('ben@example.com');
		confirm('ben@example.com');

		const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));

		expect(Subscriptions).toMatchObject([
			{ Endpoint: 'anna@example.com', SubscriptionArn: 'PendingConfirmation' },
			{ Endpoint: 'ben@example.com', SubscriptionArn: expect.stringMatching(/^arn:/) as string },
		]);
		const elsewhere = new ListSubscriptionsByTopicCommand({ TopicArn: `${TopicArn}-other` });
		expect((await sns.send(elsewhere)).Subscriptions ?? []).toEqual([]);
	});

	test('gets only what its filter policy lets through', async () => {
		const FilterPolicy = JSON.stringify({ owner: ['anna'] });
		await subscribe('anna@example.com', { FilterPolicy });
		confirm('anna@example.com');

		await publish('ben');
		await publish('anna');

		expect(mailbox.list('anna@example.com').map((each) => each.text)).toEqual([
			'for anna',
			expect.stringContaining('subscribe'),
		]);
	});

	test('can be given another filter policy', async () => {
		const { SubscriptionArn } = await subscribe('anna@example.com');
		confirm('anna@example.com');

		await sns.send(
			new SetSubscriptionAttributesCommand({
				SubscriptionArn,
				AttributeName: 'FilterPolicy',
				AttributeValue: '{"owner":["nobody"]}',
			}),
		);
		await publish('anna');

		expect(subjects('anna@example.com')).toHaveLength(1);
	});

	test('ends when asked to, and outlives a restart otherwise', async () => {
		const { SubscriptionArn } = await subscribe('anna@example.com');
		confirm('anna@example.com');
		const again = openSubscriptions();
		expect(again.ofTopic(TopicArn)).toMatchObject([{ isConfirmed: true }]);

		await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
		await publish('anna');

		expect(subjects('anna@example.com')).toHaveLength(1);
	});
});

describe('a mailbox has one subscription for each topic', () => {
	test.each([
		['pending', () => undefined],
		['confirmed', () => confirm('m@example.com')],
	])('which, while %s, is found again by the same attributes and by none', async (_, settle) => {
		const first = await subscribe('m@example.com', anna);
		settle();

		const again = await subscribe('m@example.com', anna);
		const bare = await subscribe('m@example.com');

		expect(again.SubscriptionArn).toBe(first.SubscriptionArn);
		expect(bare.SubscriptionArn).toBe(first.SubscriptionArn);
		expect(await listed()).toHaveLength(1);
	});

	test.each([
		['pending', () => undefined],
		['confirmed', () => confirm('m@example.com')],
	])('which, while %s, is refused with other attributes', async (_, settle) => {
		const { SubscriptionArn } = await subscribe('m@example.com', anna);
		settle();
		const mails = mailbox.list('m@example.com').length;

		await expect(subscribe('m@example.com', ben)).rejects.toMatchObject({
			name: 'InvalidParameterException',
			message:
				'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
		});

		expect(await attributesOf(SubscriptionArn)).toMatchObject(anna);
		expect(mailbox.list('m@example.com')).toHaveLength(mails);
	});

	test('and may have another one when that has ended', async () => {
		const { SubscriptionArn } = await subscribe('m@example.com', anna);
		confirm('m@example.com');
		await unsubscribe(SubscriptionArn);

		const next = await subscribe('m@example.com', ben);

		expect(next.SubscriptionArn).not.toBe(SubscriptionArn);
		expect(await listed()).toEqual(['PendingConfirmation']);
	});
});

describe('a pending subscription', () => {
	test('can neither be ended nor changed', async () => {
		const { SubscriptionArn } = await subscribe('m@example.com', anna);
		const change = new SetSubscriptionAttributesCommand({
			SubscriptionArn,
			AttributeName: 'FilterPolicy',
			AttributeValue: ben.FilterPolicy,
		});

		for (const call of [unsubscribe(SubscriptionArn), sns.send(change)]) {
			await expect(call).rejects.toMatchObject({
				name: 'InvalidParameterException',
				message: expect.stringContaining('that is pending confirmation') as string,
			});
		}

		expect(await attributesOf(SubscriptionArn)).toMatchObject(anna);
	});

	test('is gone after 48 hours, with its link', async () => {
		const { SubscriptionArn } = await subscribe('m@example.com', anna);
		offsetMs = 47 * HOURS;
		expect(await attributesOf(SubscriptionArn)).toMatchObject({ PendingConfirmation: 'true' });

		offsetMs = 49 * HOURS;

		await expect(attributesOf(SubscriptionArn)).rejects.toMatchObject({
			name: 'NotFoundException',
		});
		expect(confirm('m@example.com')).toBeUndefined();
		expect(await listed()).toEqual([]);
		await subscribe('m@example.com', ben);
	});

	test('stays for ever once it is confirmed', async () => {
		const { SubscriptionArn } = await subscribe('m@example.com');
		confirm('m@example.com');

		offsetMs = 1000 * HOURS;

		expect(await attributesOf(SubscriptionArn)).toMatchObject({ PendingConfirmation: 'false' });
	});

	test('is confirmed by its token alone', async () => {
		await subscribe('m@example.com');
		const confirming = (Token: string) =>
			sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
		await expect(confirming('wrong')).rejects.toMatchObject({ name: 'InvalidParameterException' });

		const { SubscriptionArn } = await confirming(tokenIn('m@example.com'));

		expect(await listed()).toEqual([SubscriptionArn]);
	});
});

test('a subscription that has ended is unknown, and listed as deleted for a while', async () => {
	const { SubscriptionArn } = await subscribe('m@example.com');
	confirm('m@example.com');
	const token = tokenIn('m@example.com');

	await unsubscribe(SubscriptionArn);
	await unsubscribe(SubscriptionArn);

	await expect(attributesOf(SubscriptionArn)).rejects.toMatchObject({ name: 'NotFoundException' });
	expect(subscriptions.confirm(token)).toBeUndefined();
	expect(subscriptions.endByLink(token)).toBe(false);
	expect(await listed()).toEqual(['Deleted']);
	offsetMs = 73 * HOURS;
	expect(await listed()).toEqual([]);
});

test('subscriptions are listed a hundred at a time', async () => {
	for (let i = 0; i < 101; i++) {
		subscriptions.subscribe(TopicArn, `m${String(i)}@example.com`, {});
	}
	const page = (NextToken?: string) =>
		sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));

	const first = await page();
	const second = await page(first.NextToken);

	expect([first.Subscriptions?.length, second.Subscriptions?.length]).toEqual([100, 1]);
	expect(second.NextToken).toBeUndefined();
});

test('a queue that the template subscribes gets every message', async () => {
	await publish('anna');

	const [message] = await messaging.peek('copies');
	expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
		Type: 'Notification',
		Message: 'for anna',
		MessageAttributes: { owner: { Type: 'String', Value: 'anna' } },
	});
});

describe('a call', () => {
	test('is asked of IAM in the name of the role that signed it', async () => {
		await publish('anna');

		expect(authorize).toHaveBeenCalledWith({
			principal: ROLE,
			action: 'sns:Publish',
			resource: TopicArn,
			context: {},
		});
	});

	test('that the role may not make is refused and has no effect', async () => {
		authorize.mockResolvedValue(false);

		await expect(publish('anna')).rejects.toMatchObject({ name: 'AuthorizationErrorException' });

		expect(await messaging.peek('copies')).toEqual([]);
	});

	test.each<[string, (key: AccessKey) => AccessKey]>([
		['an unknown key', (key) => ({ ...key, accessKeyId: 'ASIAUNKNOWN' })],
		['a wrong secret', (key) => ({ ...key, secretAccessKey: 'wrong' })],
		['a wrong session token', (key) => ({ ...key, sessionToken: 'wrong' })],
		['no session token', ({ accessKeyId, secretAccessKey }) => ({ accessKeyId, secretAccessKey })],
	])('with %s is refused before IAM is asked', async (_name, spoil) => {
		const stranger = clientOf(spoil(keys.issue(ROLE)));

		const sent = stranger.send(new PublishCommand({ TopicArn, Message: 'hello' }));

		await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
		expect(authorize).not.toHaveBeenCalled();
		stranger.destroy();
	});

	test('whose body was changed on the way is refused', async () => {
		const client = clientOf(keys.issue(ROLE));
		client.middlewareStack.add(
			(next) => (args) => {
				const { request } = args as { request: { body: string } };
				request.body = request.body.replace('hello', 'other');
				return next(args);
			},
			{ step: 'finalizeRequest', priority: 'low' },
		);

		const sent = client.send(new PublishCommand({ TopicArn, Message: 'hello' }));

		await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
		client.destroy();
	});
});
