import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realTime } from '../../../../local/clock/vault-clock.ts';
import { AsyncInvoker, type DestinationRecord } from '../../../../local/functions/async-invoker.ts';
import { EventStore } from '../../../../local/functions/event-store.ts';
import { LocalFunction, type FunctionOptions } from '../../../../local/functions/function.ts';
import { freePorts } from '../../../../local/stack/ports.ts';

const SOURCE = `
let calls = 0;
const loadedAt = Date.now();
export const handler = async (event, context) => {
	calls += 1;
	console.log(JSON.stringify({ message: 'called', requestId: context.awsRequestId }));
	switch (event.do) {
		case 'throw': throw new RangeError('out of range');
		case 'exit': process.exit(3);
		case 'hang': return new Promise((resolve) => setTimeout(resolve, 60_000));
		case 'import': return import(event.name).then(() => 'found');
		case 'large': return 'x'.repeat(7 * 1024 * 1024);
		case 'meet': {
			const { existsSync, writeFileSync } = await import('node:fs');
			writeFileSync(event.writes, '');
			while (!existsSync(event.awaits)) await new Promise((resolve) => setTimeout(resolve, 5));
			break;
		}
	}
	return {
		calls, event, env: process.env, pid: process.pid, loadedAt, at: Date.now(), made: new Date().getTime(),
		context: { ...context, remaining: context.getRemainingTimeInMillis() },
	};
};
`;

const DAY_MS = 24 * 60 * 60 * 1000;

interface Report {
	readonly calls: number;
	readonly pid: number;
	readonly loadedAt: number;
	readonly at: number;
	readonly made: number;
	readonly env: Record<string, string>;
	readonly context: Record<string, unknown>;
}

let directory: string;
const lines: string[] = [];
const opened: LocalFunction[] = [];

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'function-'));
	await mkdir(join(directory, 'handlers'));
	await writeFile(join(directory, 'handlers/index.mjs'), SOURCE);
	await writeFile(join(directory, 'handlers/broken.mjs'), 'throw new Error("does not load")');
	await writeFile(
		join(directory, 'handlers/old.js'),
		'exports.handler = async () => typeof require',
	);
	await mkdir(join(directory, 'project/handlers'), { recursive: true });
	await writeFile(join(directory, 'project/package.json'), '{"type":"module"}');
	await writeFile(
		join(directory, 'project/handlers/source.ts'),
		"const from: string = 'its source'; export const handler = async () => ({ from });",
	);
	await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}');
});
afterAll(async () => {
	await Promise.all(opened.map((each) => each.close()));
	await rm(directory, { recursive: true, force: true });
});

function deploy(more: Partial<FunctionOptions> = {}): LocalFunction {
	const deployed = new LocalFunction({
		name: 'vault-dev-list',
		arn: 'arn:aws:lambda:us-east-1:000000000000:function:vault-dev-list',
		bundleDir: directory,
		handler: 'handlers/index.handler',
		environment: { PATH: process.env.PATH ?? '', BUCKET: 'vault' },
		timeoutSeconds: 10,
		memorySize: 128,
		maxInstances: 2,
		onLog: (line) => lines.push(line),
		clock: realTime,
		...more,
	});
	opened.push(deployed);
	return deployed;
}

async function report(deployed: LocalFunction, event: unknown = {}): Promise<Report> {
	const outcome = await deployed.invoke(event);
	if (!outcome.ok) throw new Error(outcome.error.errorMessage);
	return outcome.payload as Report;
}

describe('a function', () => {
	test('sees its own environment and nothing of ours', async () => {
		process.env.SECRET_OF_THE_PARENT = 'secret';

		const { env } = await report(deploy());

		expect(env).toEqual({
			PATH: process.env.PATH,
			BUCKET: 'vault',
			// Node's own, for the channel between parent and child.
			...('NODE_CHANNEL_FD' in env && { NODE_CHANNEL_FD: env.NODE_CHANNEL_FD }),
		});
		delete process.env.SECRET_OF_THE_PARENT;
	});

	test('sees the time of the vault, from its first line on and after each move', async () => {
		const clock = { offsetMs: 61 * DAY_MS, now: () => new Date(Date.now() + clock.offsetMs) };
		const deployed = deploy({ clock });

		const first = await report(deployed);
		clock.offsetMs += 30 * DAY_MS;
		const second = await report(deployed);

		const daysAhead = (ms: number): number => Math.round((ms - Date.now()) / DAY_MS);
		expect([first.loadedAt, first.at, first.made].map(daysAhead)).toEqual([61, 61, 61]);
		expect([second.pid, daysAhead(second.at), daysAhead(second.made)]).toEqual([first.pid, 91, 91]);
		expect(second.context.remaining).toBeGreaterThan(1000);
		expect(second.context.remaining).toBeLessThanOrEqual(10_000);
	});

	test('runs from its sources with a port for a debugger, and is not ended while it is stopped', async () => {
		const { api: port } = await freePorts();
		const debugged = deploy({
			handler: 'handlers/source.handler',
			timeoutSeconds: 0,
			debugged: { port, sourceDir: join(directory, 'project') },
		});
		await debugged.warmUp();

		const targets = await fetch(`http://127.0.0.1:${String(port)}/json/list`);

		expect(await targets.json()).toMatchObject([{ type: 'node' }]);
		expect(await debugged.invoke({})).toMatchObject({ payload: { from: 'its source' } });
	});

	test('gets a context with its name, its ARN and the time that remains', async () => {
		const { context } = await report(deploy());

		expect(context).toMatchObject({
			functionName: 'vault-dev-list',
			invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:vault-dev-list',
			memoryLimitInMB: '128',
			awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
		});
		expect(context.remaining).toBeGreaterThan(5000);
		expect(context.remaining).toBeLessThanOrEqual(10_000);
	});

	test('stays warm between calls, and serves two at once from two processes', async () => {
		const deployed = deploy();

		const first = await report(deployed);
		const second = await report(deployed);
		const [one, other] = [join(directory, 'one'), join(directory, 'other')];
		const both = await Promise.all([
			report(deployed, { do: 'meet', writes: one, awaits: other }),
			report(deployed, { do: 'meet', writes: other, awaits: one }),
		]);

		expect(second).toMatchObject({ pid: first.pid, calls: 2 });
		expect(new Set(both.map((each) => each.pid)).size).toBe(2);
	});

	test('never runs in more processes than it may have', async () => {
		const deployed = deploy({ maxInstances: 2 });

		const [first, second] = [join(directory, 'first'), join(directory, 'second')];
		const reports = await Promise.all([
			report(deployed, { do: 'meet', writes: first, awaits: second }),
			report(deployed, { do: 'meet', writes: second, awaits: first }),
			...Array.from({ length: 4 }, () => report(deployed)),
		]);

		expect(new Set(reports.map((each) => each.pid)).size).toBe(2);
	});

	test('serves each person who waits in turn, however much one of them asks for', async () => {
		const deployed = deploy({ maxInstances: 1 });
		const served: string[] = [];
		const call = async (person: string) => {
			await deployed.invoke({}, { person });
			served.push(person);
		};

		await Promise.all([...Array.from({ length: 10 }, () => call('ann')), call('bob')]);

		expect(served.indexOf('bob')).toBeLessThanOrEqual(2);
	});

	test('does not wait for a process that starts while another is free', async () => {
		const gate = join(directory, 'gate');
		const [here, away] = [join(directory, 'here'), join(directory, 'away')];
		await writeFile(
			join(directory, 'handlers/slow.mjs'),
			`import { existsSync } from 'node:fs';
			import { handler as ready } from './index.mjs';
			if (existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setInterval(resolve, 60_000));
			export const handler = ready;`,
		);
		const deployed = deploy({ handler: 'handlers/slow.handler' });
		const { pid } = await report(deployed);
		await writeFile(gate, '');

		const busy = report(deployed, { do: 'meet', writes: here, awaits: away });
		const next = report(deployed);
		await writeFile(away, '');

		await expect(busy).resolves.toMatchObject({ pid });
		await expect(next).resolves.toMatchObject({ pid });
	});

	test('is read as CommonJS where its bundle is', async () => {
		const outcome = await deploy({ handler: 'handlers/old.handler' }).invoke({});

		expect(outcome).toEqual({ ok: true, payload: 'function' });
	});

	test('reports what it threw, and goes on', async () => {
		const deployed = deploy();

		const outcome = await deployed.invoke({ do: 'throw' });

		expect(outcome).toMatchObject({
			ok: false,
			error: { errorType: 'RangeError', errorMessage: 'out of range' },
		});
		expect((await report(deployed)).calls).toBe(2);
	});

	test('is killed at its timeout, and the next call gets a new process', async () => {
		const deployed = deploy({ timeoutSeconds: 0.3 });

		const outcome = await deployed.invoke({ do: 'hang' });

		expect(outcome).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
		expect((await report(deployed)).calls).toBe(1);
	});

	test('may end its process: the call fails and the next one gets another', async () => {
		const deployed = deploy();

		const outcome = await deployed.invoke({ do: 'exit' });

		expect(outcome).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
		expect((await report(deployed)).calls).toBe(1);
	});

	test.each([
		['does not load', 'handlers/broken.handler', /does not load/],
		['is not in the bundle', 'handlers/missing.handler', /Cannot find module/],
		['is not exported', 'handlers/index.missing', /not exported/],
	])('fails clearly when its handler %s', async (_name, handler, message) => {
		const outcome = await deploy({ handler }).invoke({});

		expect(outcome).toMatchObject({
			ok: false,
			error: { errorMessage: expect.stringMatching(message) as string },
		});
	});

	test('cannot use a package that is not in its bundle', async () => {
		const outcome = await deploy().invoke({ do: 'import', name: 'valibot' });

		expect(outcome.ok).toBe(false);
	});

	test('cannot answer more than Lambda passes on', async () => {
		const outcome = await deploy().invoke({ do: 'large' });

		expect(outcome).toMatchObject({ ok: false, error: { errorType: 'RangeError' } });
	});

	test('logs a line of its own and a report for each call', async () => {
		lines.length = 0;

		await report(deploy());

		const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(logged).toContainEqual(expect.objectContaining({ message: 'called' }));
		expect(logged).toContainEqual(
			expect.objectContaining({ type: 'platform.report', status: 'success' }),
		);
	});
});

describe('an asynchronous call', () => {
	const failures: DestinationRecord[] = [];
	let store: EventStore;
	beforeAll(() => {
		store = new EventStore(join(directory, 'events.sqlite'));
	});
	afterAll(() => store.close());
	const invoker = (deployed: LocalFunction, retries = 2) =>
		new AsyncInvoker(deployed, {
			store,
			retries,
			retryDelaysMs: [5, 10],
			onFailure: (record) => {
				failures.push(record);
				return Promise.resolve();
			},
		});

	test('is retried twice under one request id, and then handed to the failure destination', async () => {
		failures.length = 0;
		lines.length = 0;
		const calls = invoker(deploy());

		calls.accept({ do: 'throw', note: 'mine' });
		await calls.settled();

		const ids = lines.flatMap((line) => {
			const entry = JSON.parse(line) as { message?: string; requestId?: string };
			return entry.message === 'called' ? [entry.requestId] : [];
		});
		expect(ids).toHaveLength(3);
		expect(new Set(ids).size).toBe(1);
		expect(failures).toMatchObject([
			{
				version: '1.0',
				requestContext: {
					requestId: ids[0],
					functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:vault-dev-list:$LATEST',
					condition: 'RetriesExhausted',
					approximateInvokeCount: 3,
				},
				requestPayload: { do: 'throw', note: 'mine' },
				responseContext: {
					statusCode: 200,
					executedVersion: '$LATEST',
					functionError: 'Unhandled',
				},
				responsePayload: { errorType: 'RangeError', errorMessage: 'out of range' },
			},
		]);
	});

	test('is not retried where the template says so', async () => {
		failures.length = 0;
		const calls = invoker(deploy(), 0);

		calls.accept({ do: 'throw' });
		await calls.settled();

		expect(failures).toMatchObject([{ requestContext: { approximateInvokeCount: 1 } }]);
	});

	test('that waits for its retry survives the end of the stack, with the attempts it had', async () => {
		failures.length = 0;
		const first = deploy();
		const before = new AsyncInvoker(first, { store, retries: 2, retryDelaysMs: [60_000] });
		before.accept({ do: 'throw', note: 'kept' });
		await expect.poll(() => store.waiting(first.options.name)[0]?.attempts).toBe(1);
		const closing = before.close();
		await first.close();
		await closing;

		const after = invoker(deploy());
		after.resume();
		await after.settled();

		expect(failures).toMatchObject([
			{
				requestContext: { approximateInvokeCount: 3 },
				requestPayload: { do: 'throw', note: 'kept' },
			},
		]);
		expect(store.waiting(first.options.name)).toEqual([]);
	});

	test('is not accepted where it cannot be kept', async () => {
		const full = new EventStore(join(directory, 'full.sqlite'));
		full.close();
		const calls = new AsyncInvoker(deploy(), { store: full, retries: 0, retryDelaysMs: [] });

		expect(() => calls.accept({})).toThrow();
		await calls.settled();
	});

	test('that keeps failing does not hold up the next', async () => {
		failures.length = 0;
		const order: string[] = [];
		const deployed = deploy({ maxInstances: 1, onLog: (line) => order.push(line) });
		const calls = new AsyncInvoker(deployed, { store, retries: 2, retryDelaysMs: [300] });

		calls.accept({ do: 'throw' });
		calls.accept({});
		await calls.settled();

		const statuses = order
			.map((line) => JSON.parse(line) as { status?: string })
			.flatMap(({ status }) => status ?? []);
		expect(statuses).toEqual(['failure', 'success', 'failure', 'failure']);
	});
});
