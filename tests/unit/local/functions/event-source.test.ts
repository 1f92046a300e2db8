import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EventSource, type EventSourceOptions } from '../../../../local/functions/event-source.ts';
import { MessageStore } from '../../../../local/functions/message-store.ts';
import type { Outcome } from '../../../../local/functions/outcome.ts';

interface Delivery {
	readonly Records: readonly {
		readonly messageId: string;
		readonly body: string;
		readonly attributes: { readonly ApproximateReceiveCount: string };
	}[];
}

const directory = mkdtempSync(join(tmpdir(), 'cloudvault-queue-'));
let store: MessageStore;
let queueArn: string;
let calls: Delivery[];
let setAside: string[];
const opened: EventSource[] = [];

beforeAll(() => {
	store = new MessageStore(join(directory, 'messages.sqlite'));
});
afterAll(() => {
	store.close();
	rmSync(directory, { recursive: true });
});
beforeEach(() => {
	queueArn = `arn:aws:sqs:us-east-1:000000000000:${randomUUID()}`;
	calls = [];
	setAside = [];
});
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

const success = (payload: unknown = null): Outcome => ({ ok: true, payload });
const crash: Outcome = { ok: false, error: { errorType: 'Error', errorMessage: 'crashed' } };
const failing = ({ Records }: Delivery, bodies: readonly string[]) => ({
	batchItemFailures: Records.filter(({ body }) => bodies.includes(body)).map(({ messageId }) => ({
		itemIdentifier: messageId,
	})),
});

function open(
	answer: (delivery: Delivery) => Outcome | Promise<Outcome> = () => success(),
	options: Partial<EventSourceOptions> = {},
): EventSource {
	const source = new EventSource({
		queueArn,
		region: 'us-east-1',
		function: {
			invoke: async (event: unknown) => {
				calls.push(event as Delivery);
				return answer(event as Delivery);
			},
			options: { onLog: () => undefined },
		},
		store,
		delayMs: 0,
		windowMs: 10,
		visibilityMs: 20,
		batchSize: 10,
		maxConcurrency: 2,
		reportsItems: true,
		maxReceiveCount: 3,
		setAside: (body) => Promise.resolve(void setAside.push(body)),
		...options,
	});
	opened.push(source);
	return source;
}

const bodiesOf = ({ Records }: Delivery) => Records.map(({ body }) => body);

describe('a queue from which a function receives', () => {
	test('hands over together what came together', async () => {
		const source = open();
		for (const body of ['a', 'b', 'c']) source.send(body);
		await source.settled();

		expect(calls.map(bodiesOf)).toEqual([['a', 'b', 'c']]);
		expect(calls[0]?.Records[0]).toMatchObject({
			eventSource: 'aws:sqs',
			eventSourceARN: queueArn,
			attributes: { ApproximateReceiveCount: '1' },
		});
	});

	test('hands over no more at once than the mapping says', async () => {
		const source = open(undefined, { batchSize: 2 });
		for (const body of ['a', 'b', 'c', 'd', 'e']) source.send(body);
		await source.settled();

		expect(calls.map((call) => call.Records.length).toSorted()).toEqual([1, 2, 2]);
		expect(calls.flatMap(bodiesOf).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	test('has no more calls at once than the mapping says', async () => {
		let atOnce = 0;
		let most = 0;
		const slow = async () => {
			most = Math.max(most, ++atOnce);
			await new Promise((resolve) => setTimeout(resolve, 5));
			atOnce -= 1;
			return success();
		};
		const source = open(slow, { batchSize: 1, windowMs: 0 });
		for (let i = 0; i < 8; i++) source.send(String(i));
		await source.settled();

		expect(most).toBe(2);
		expect(calls).toHaveLength(8);
	});

	test('holds a message back as long as the queue says', async () => {
		const source = open(undefined, { delayMs: 60_000 });
		source.send('later');
		await new Promise((resolve) => setTimeout(resolve, 50));

		expect(calls).toEqual([]);
		expect(source.depth).toBe(1);
	});

	test('hands over what it holds back once it is hurried, and nothing twice', async () => {
		const source = open(undefined, { delayMs: 60_000 });
		for (const body of ['a', 'b']) source.send(body);

		source.hurry();
		source.hurry();
		await source.settled();

		expect(calls.map(bodiesOf)).toEqual([['a', 'b']]);
	});

	test('hands over again what the function reports, and forgets the rest', async () => {
		const source = open((delivery) =>
			success(calls.length === 1 ? failing(delivery, ['b']) : undefined),
		);
		for (const body of ['a', 'b', 'c']) source.send(body);
		await source.settled();

		expect(calls.map(bodiesOf)).toEqual([['a', 'b', 'c'], ['b']]);
		expect(calls[1]?.Records[0]?.attributes.ApproximateReceiveCount).toBe('2');
		expect(setAside).toEqual([]);
	});

	test.each([
		['the function crashes', crash],
		['its answer is odd', success('done')],
		[
			'it reports a message that it was not given',
			success({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
		],
	])('hands over all again where %s', async (_, outcome) => {
		const source = open(() => (calls.length === 1 ? outcome : success()));
		for (const body of ['a', 'b']) source.send(body);
		await source.settled();

		expect(calls.map(bodiesOf)).toEqual([
			['a', 'b'],
			['a', 'b'],
		]);
	});

	test('takes any answer for success where the mapping asks for no report', async () => {
		const source = open((delivery) => success(failing(delivery, ['a'])), { reportsItems: false });
		source.send('a');
		await source.settled();

		expect(calls).toHaveLength(1);
	});

	test('sets aside what was received as often as it may be', async () => {
		const source = open((delivery) => success(failing(delivery, ['poison'])));
		for (const body of ['poison', 'good']) source.send(body);
		await source.settled();

		expect(setAside).toEqual(['poison']);
		expect(calls.flatMap(bodiesOf)).toEqual(['poison', 'good', 'poison', 'poison']);
	});

	test('keeps what it could not set aside', async () => {
		let isBroken = true;
		const source = open(() => crash, {
			maxReceiveCount: 1,
			setAside: (body) => {
				if (isBroken) return Promise.reject(new Error('disk full'));
				setAside.push(body);
				return Promise.resolve();
			},
		});
		source.send('a');
		await expect.poll(() => calls.length).toBeGreaterThan(1);
		isBroken = false;
		await source.settled();

		expect(setAside).toEqual(['a']);
	});

	test('goes on after a restart with what was held back or under way', async () => {
		const never = new Promise<Outcome>(() => undefined);
		const killed = open(() => never, { visibilityMs: 60_000 });
		killed.send('under way');
		await expect.poll(() => calls.length).toBe(1);
		opened.splice(0); // It is killed: nothing closes it.

		const next = open(undefined, { delayMs: 60_000 });
		next.send('held back');
		next.resume();
		await next.settled();

		expect(calls.slice(1).flatMap(bodiesOf).toSorted()).toEqual(['held back', 'under way']);
	});
});
