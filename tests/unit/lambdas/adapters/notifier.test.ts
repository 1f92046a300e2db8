import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openNotifier } from '../../../../lambdas/adapters/sns-notifier.ts';
import type { Notifier } from '../../../../lambdas/ports/notifier.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { AccessKeys } from '../../../../local/iam/access-keys.ts';
import { Mailbox } from '../../../../local/inbox/mailbox.ts';
import { openMessaging } from '../../../../local/messaging/open.ts';
import { Subscriptions } from '../../../../local/messaging/subscriptions.ts';
import { Template } from '../../../../local/template/template.ts';
import { FakeNotifier } from '../../../support/notifier.ts';

interface Subject {
	readonly notifier: Notifier;
	confirm(email: string): void;
	/** Mails that ask this address to agree. */
	mailsTo(email: string): number;
	pass(hours: number): void;
	close(): Promise<void>;
}

function openFake(): Promise<Subject> {
	let offsetMs = 0;
	const notifier = new FakeNotifier(() => new Date(Date.now() + offsetMs));
	return Promise.resolve({
		notifier,
		confirm: (email) => {
			notifier.confirm(email);
		},
		mailsTo: (email) => notifier.asked.filter((each) => each === email).length,
		pass: (hours) => (offsetMs += hours * 3600_000),
		close: () => Promise.resolve(),
	});
}

const template = new Template(
	{ Resources: { People: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people' } } } },
	{
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: 'http://127.0.0.1:1',
	},
);

/** The adapter, with the SNS of one machine behind it. */
async function openReal(): Promise<Subject> {
	let offsetMs = 0;
	const directory = await mkdtemp(join(tmpdir(), 'notifier-'));
	const mailbox = new Mailbox(directory);
	const subscriptions = new Subscriptions(directory, mailbox, {
		inboxOrigin: 'http://inbox',
		now: () => new Date(Date.now() + offsetMs),
	});
	const keys = new AccessKeys();
	const messaging = await openMessaging({
		template,
		dataDir: directory,
		keys,
		authorize: () => Promise.resolve(true),
		port: 0,
		subscriptions,
		log: () => undefined,
	});
	const key = keys.issue('arn:aws:iam::000000000000:role/notifier');
	vi.stubEnv('AWS_ENDPOINT_URL_SNS', messaging.origin);
	vi.stubEnv('AWS_REGION', 'us-east-1');
	vi.stubEnv('AWS_ACCESS_KEY_ID', key.accessKeyId);
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', key.secretAccessKey);
	vi.stubEnv('AWS_SESSION_TOKEN', key.sessionToken);
	return {
		notifier: openNotifier('arn:aws:sns:us-east-1:000000000000:people'),
		confirm(email) {
			const link = new URL(mailbox.list(email)[0]?.links[0]?.url ?? '');
			subscriptions.confirm(link.searchParams.get('token') ?? '');
		},
		mailsTo: (email) => mailbox.list(email).length,
		pass: (hours) => (offsetMs += hours * 3600_000),
		async close() {
			vi.unstubAllEnvs();
			await messaging.close();
			await rm(directory, { recursive: true, force: true });
		},
	};
}

const EMAIL = 'ann@example.com';

describe.each([
	['the fake of tests', openFake],
	['the adapter of SNS', openReal],
])('%s', (_, open) => {
	let subject: Subject;
	let notifier: Notifier;

	beforeEach(async () => {
		subject = await open();
		({ notifier } = subject);
	});
	afterEach(() => subject.close());

	const subscribe = async (id: string) => (await notifier.subscribe(id, EMAIL)) ?? '';
	const listed = () => Array.fromAsync(notifier.list());

	test('asks an address to agree, and knows whether it has', async () => {
		const name = await subscribe('a');
		expect(await notifier.stateOf(name)).toBe('pending');
		expect(await listed()).toEqual([{ email: EMAIL, state: 'pending' }]);

		subject.confirm(EMAIL);

		expect(await notifier.stateOf(name)).toBe('confirmed');
		expect(await listed()).toEqual([{ email: EMAIL, state: 'confirmed', subscription: name }]);
	});

	test('asks a pending address again, and a confirmed one not', async () => {
		const name = await subscribe('a');
		expect(await subscribe('a')).toBe(name);
		subject.confirm(EMAIL);

		expect(await subscribe('a')).toBe(name);

		expect(subject.mailsTo(EMAIL)).toBe(2);
	});

	test.each([
		['pending', () => undefined],
		[
			'confirmed',
			() => {
				subject.confirm(EMAIL);
			},
		],
	])('has no name for a %s address under another mailbox id', async (__, settle) => {
		const name = await subscribe('a');
		settle();

		expect(await notifier.subscribe('b', EMAIL)).toBeUndefined();

		expect(await notifier.stateOf(name)).not.toBe('gone');
		expect(subject.mailsTo(EMAIL)).toBe(1);
	});

	test('ends a confirmed subscription, as often as it is told to', async () => {
		const name = await subscribe('a');
		subject.confirm(EMAIL);

		expect(await notifier.unsubscribe(name)).toBe(true);
		expect(await notifier.unsubscribe(name)).toBe(true);

		expect(await notifier.stateOf(name)).toBe('gone');
		expect(await listed()).toEqual([]);
		expect(await notifier.subscribe('b', EMAIL)).toBeDefined();
	});

	test('cannot end a pending one, which is gone after 48 hours', async () => {
		const name = await subscribe('a');

		expect(await notifier.unsubscribe(name)).toBe(false);

		expect(await notifier.stateOf(name)).toBe('pending');
		subject.pass(49);
		expect(await notifier.stateOf(name)).toBe('gone');
		expect(await listed()).toEqual([]);
	});

	test('lists more than one page of SNS', async () => {
		for (let i = 0; i < 101; i++) await notifier.subscribe('a', `m${String(i)}@example.com`);

		expect(await listed()).toHaveLength(101);
	});
});
