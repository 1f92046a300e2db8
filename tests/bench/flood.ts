import { PERSON_REQUESTS_PER_SECOND } from '#contract/limits';
import { openVault } from '#contract/vault';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { startStack, type Stack } from '../support/stack.ts';
import type { Result } from './compare.ts';
import { Answered, type Flood } from './flood-sender.ts';

/** Of RELIABILITY, c7. */
const FLOOD_PER_SECOND = 500;
const TARGET_RATIO = 0.5;

const ROUNDS = 5;
/** Requests of the one who is measured, one after the other. */
const REQUESTS = 150;
/** Below what one person may ask for, round after round: no burst is used up. */
const MEASURED_EVERY_MS = (1000 / PERSON_REQUESTS_PER_SECOND) * 1.2;

/** What one person waits for beside a flood of another person, and of a stranger: the 99th of a hundred answers. */
export async function benchFlood(): Promise<Result[]> {
	const stack = await startStack({ site: false });
	try {
		const [ann, bob] = [await stack.createUser(), await stack.createUser()];
		for (const { accessToken } of [ann, bob]) await ask(stack, accessToken);
		return [
			await besides(stack, bob.accessToken, ['another person', ann.accessToken]),
			await besides(stack, bob.accessToken, ['a stranger', undefined]),
		];
	} finally {
		await stack.close();
	}
}

async function besides(
	stack: Stack,
	token: string,
	[who, floodToken]: readonly [string, string | undefined],
): Promise<Result> {
	const rounds: { alone: number; flooded: number }[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const alone = await p99(stack, token);
		const stop = flood(stack, floodToken);
		await pause(500);
		const flooded = await p99(stack, token);
		console.log(`  ${who}: ${JSON.stringify(await stop())}`);
		rounds.push({ alone, flooded });
		await pause(500);
	}
	const ratios = rounds.map(({ alone, flooded }) => alone / flooded);
	return {
		name: 'flood',
		what: `p99 beside ${String(FLOOD_PER_SECOND)}/s of ${who}`,
		oursMs: median(rounds.map(({ flooded }) => flooded)),
		referenceMs: median(rounds.map(({ alone }) => alone)),
		ratio: median(ratios),
		ratioMin: Math.min(...ratios),
		ratioMax: Math.max(...ratios),
		targetRatio: TARGET_RATIO,
	};
}

/** Sends until it is stopped; answers then how many of each status came back. */
function flood(stack: Stack, token: string | undefined): () => Promise<Record<string, number>> {
	const orders: Flood = { ...requestOf(stack, token), perSecond: FLOOD_PER_SECOND };
	const child = fork(join(import.meta.dirname, 'flood-sender.ts'), [JSON.stringify(orders)]);
	return async () => {
		const answered = once(child, 'message');
		child.send('stop');
		const [counts] = (await answered) as [unknown];
		return v.parse(Answered, counts);
	};
}

async function p99(stack: Stack, token: string): Promise<number> {
	const times: number[] = [];
	for (let i = 0; i < REQUESTS; i++) {
		const began = performance.now();
		const status = await ask(stack, token);
		times.push(performance.now() - began);
		if (status !== 200) throw new Error(`the one who is measured was answered ${String(status)}`);
		await pause(MEASURED_EVERY_MS);
	}
	return times.toSorted((a, b) => a - b)[Math.floor(REQUESTS * 0.99)] ?? Number.NaN;
}

async function ask(stack: Stack, token: string): Promise<number> {
	const { url, ...request } = requestOf(stack, token);
	const response = await fetch(url, request);
	await response.arrayBuffer();
	return response.status;
}

function requestOf(stack: Stack, token: string | undefined): Omit<Flood, 'perSecond'> {
	return {
		url: `${stack.apiUrl}${openVault.path}`,
		method: openVault.method,
		headers: {
			'content-type': 'application/json',
			...(token !== undefined && { authorization: `Bearer ${token}` }),
		},
		body: '{}',
	};
}

function median(numbers: readonly number[]): number {
	return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
