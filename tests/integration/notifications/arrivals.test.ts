import { PERSON_REQUESTS_BURST } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startStack, type Stack } from '../../support/stack.ts';
import { post } from '../../support/uploader.ts';
import { VaultClient } from '../../support/vault-client.ts';

let stack: Stack;
let anna: Reader;
const bytes = Buffer.from('a letter');

beforeAll(async () => {
	stack = await startStack();
});
afterAll(() => stack.close());
beforeEach(async () => {
	anna = await newReader();
});
afterEach(() => stack.s3?.injectFaults(undefined));

type Reader = Awaited<ReturnType<typeof newReader>>;

/** A new person with an empty vault and an address of their own. */
async function newReader() {
	const email = `${randomUUID()}@example.com`;
	const vault = new VaultClient(stack, await stack.createUser(email));
	const { rootId } = await vault.open();
	return {
		vault,
		rootId,
		email,
		async askToBeTold() {
			await vault.call('setNotifications', { email });
			await stack.settled();
		},
		async confirm() {
			const [mail] = stack.messages(email).filter(({ subject }) => /confirmation/i.test(subject));
			await fetch(mail?.links[0]?.url ?? '');
		},
		/** Texts of the mails about files. */
		notifications: () =>
			stack
				.messages(email)
				.filter(({ subject }) => subject.includes('arrived'))
				.map(({ text }) => text.split('\n')[0]),
		/** Sends the bytes and says nothing to the vault: only the event of S3 does. */
		async sendSilently(name: string): Promise<string> {
			const { url, fields } = await vault.beginForm(rootId, name, bytes);
			expect(await post({ url, fields }, bytes)).toBe(204);
			return fields.key ?? '';
		},
		async names(): Promise<readonly string[]> {
			const { entries } = await vault.call<{ entries: readonly { name: string }[] }>('listFolder', {
				folderId: rootId,
			});
			return entries.map(({ name }) => name);
		},
	};
}

/** What a function itself has written into its log, oldest first. */
async function logOf(functionName: string): Promise<readonly LogLine[]> {
	const logs = join(stack.dataDir, 'logs');
	const [name = ''] = (await readdir(logs)).filter((each) => each.includes(functionName));
	const text = await readFile(join(logs, name), 'utf8').catch(() => '');
	return text
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as LogLine)
		.filter(({ message }) => message !== undefined);
}

/** The newest such line; a line may come a moment after the answer it is about. */
function lineOf(functionName: string, isIt: (line: LogLine) => boolean): Promise<LogLine> {
	return vi.waitFor(async () => {
		const line = (await logOf(functionName)).findLast(isIt);
		if (line === undefined) throw new Error(`${functionName} has not logged it yet`);
		return line;
	});
}

interface LogLine {
	readonly message?: string;
	readonly route?: string;
	readonly requestId?: string;
	readonly batchIds?: readonly string[];
}

/** How often the function has followed an event to its end. */
async function timesFollowed(): Promise<number> {
	return (await logOf('onObjectEvent')).filter(({ message }) => message === 'followed').length;
}

test('a batch can be followed in the logs, from its first request to the event of S3', async () => {
	await anna.vault.upload(anna.rootId, 'followed.txt', bytes);
	await stack.settled();

	const begun = await lineOf('uploads', ({ route }) => route === 'beginUploads');
	const completed = await lineOf('uploads', ({ route }) => route === 'completeUploads');
	const followed = await lineOf('onObjectEvent', ({ message }) => message === 'followed');
	expect(begun.batchIds).toHaveLength(1);
	expect([completed.batchIds, followed.batchIds]).toEqual([begun.batchIds, begun.batchIds]);
	expect([begun.requestId, completed.requestId]).not.toContain(undefined);
});

test('a request that is about no batch says nothing of the one before it', async () => {
	await anna.vault.upload(anna.rootId, 'before.txt', bytes);

	await anna.vault.call('listUnfinishedUploads', {});

	const line = await lineOf('uploads', ({ route }) => route === 'listUnfinishedUploads');
	expect(line.batchIds).toBeUndefined();
});

describe('a person who asked to be told', () => {
	test('gets one mail for what arrived, once she has confirmed her address, and no other person does', async () => {
		const ben = await newReader();
		await ben.askToBeTold();
		await ben.confirm();
		const cleo = await newReader();

		await anna.askToBeTold();
		await anna.sendSilently('before.txt');
		await stack.settled();
		expect(anna.notifications()).toEqual([]);

		await anna.confirm();
		await anna.sendSilently('after.txt');
		await cleo.sendSilently('unasked.txt');
		await stack.settled();

		expect(anna.notifications()).toEqual(['1 file (8 B) arrived in your vault.']);
		expect(ben.notifications()).toEqual([]);
		expect(cleo.notifications()).toEqual([]);
	});

	test('keeps her address, whatever another person asks for it', async () => {
		await anna.askToBeTold();
		await anna.confirm();
		const ben = await newReader();

		const set = (email: string | null) => ben.vault.call('setNotifications', { email });
		expect(await set(anna.email)).toEqual({ state: 'pending', email: anna.email });
		expect(await set(null)).toEqual({ state: 'off', email: null });
		await set(anna.email);
		await ben.sendSilently('bens.txt');
		await anna.sendSilently('annas.txt');
		await stack.settled();

		expect(anna.notifications()).toEqual(['1 file (8 B) arrived in your vault.']);
		expect(await anna.vault.call('getNotifications', {})).toEqual({
			state: 'confirmed',
			email: anna.email,
		});
	});

	test('gets no second mail where browser and event both tell of a file', async () => {
		await anna.askToBeTold();
		await anna.confirm();

		await anna.vault.upload(anna.rootId, 'note.txt', bytes);
		await stack.settled();

		expect(anna.notifications()).toHaveLength(1);
	});
});

describe('an event of S3', () => {
	test('calls the function once, and what the function does calls it no more', async () => {
		const before = await timesFollowed();

		await anna.sendSilently('once.txt');
		await stack.settled();

		expect((await timesFollowed()) - before).toBe(1);
	});

	test('that keeps failing ends in the dead-letter queue without holding up other events, and has its effect when it is sent again', async () => {
		await anna.askToBeTold();
		await anna.confirm();
		let stuckKey = '';
		stack.s3?.injectFaults(({ operation, key }) =>
			operation === 'HeadObject' && key === stuckKey ? { status: 503 } : undefined,
		);
		const begun = await anna.vault.beginForm(anna.rootId, 'stuck.txt', bytes);
		stuckKey = begun.fields.key ?? '';

		await post(begun, bytes);
		await anna.sendSilently('next.txt');
		await expect.poll(() => anna.names(), { timeout: 10_000 }).toEqual(['next.txt']);
		await stack.settled();

		const waiting = await stack.queue('DeadLetterQueue');
		expect(waiting.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
			{ Records: [{ s3: { object: { key: stuckKey } } }] },
		]);
		expect(anna.notifications()).toHaveLength(1);

		stack.s3?.injectFaults(undefined);
		for (let i = 0; i < 2; i++) stack.send('ObjectEventQueue', waiting[0]?.body ?? '');
		await stack.settled();

		expect(await anna.names()).toEqual(['next.txt', 'stuck.txt']);
		expect(anna.notifications()).toHaveLength(2);
		const { usage } = await anna.vault.open();
		expect(usage).toMatchObject({ usedBytes: 2 * bytes.length, reservedBytes: 0 });
	});
});

test('a person who asks without end is told when to come back, and no other person notices', async () => {
	const ask = (accessToken: string) =>
		fetch(`${stack.apiUrl}/purge/account`, {
			method: 'POST',
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			body: '{}',
		});

	let answer = await ask(anna.vault.accessToken);
	for (let i = 0; i < PERSON_REQUESTS_BURST && answer.status !== 429; i++) {
		answer = await ask(anna.vault.accessToken);
	}

	expect(answer.status).toBe(429);
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await answer.json()).toMatchObject({ code: 'too_many_requests' });
	const { accessToken } = await stack.createUser();
	expect((await ask(accessToken)).status).toBe(400);
});
