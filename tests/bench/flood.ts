import { openVault } from '#contract/vault';
import { setTimeout as pause } from 'node:timers/promises';
import { startStack, type Stack } from '../support/stack.ts';
import type { Result } from './compare.ts';

/** Of RELIABILITY, c7. */
const FLOOD_PER_SECOND = 500;
const TARGET_RATIO = 0.5;

const ROUNDS = 5;
/** Requests of the one who is measured, one after the other. */
const REQUESTS = 150;
const TICK_MS = 20;
/** More under way than this say that the flood is faster than this machine: it waits then, as its sender would. */
const UNDER_WAY_MAX = 200;

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
	const counts: Record<string, number> = {};
	const underWay = new Set<Promise<void>>();
	const timer = setInterval(() => {
		for (let i = 0; i < (FLOOD_PER_SECOND * TICK_MS) / 1000; i++) {
			if (underWay.size >= UNDER_WAY_MAX) return;
			const one = ask(stack, token).then((status) => {
				counts[status] = (counts[status] ?? 0) + 1;
				underWay.delete(one);
			});
			underWay.add(one);
		}
	}, TICK_MS);
	return async () => {
		clearInterval(timer);
		await Promise.all(underWay);
		return counts;
	};
}

async function p99(stack: Stack, token: string): Promise<number> {
	const times: number[] = [];
	for (let i = 0; i < REQUESTS; i++) {
		const began = performance.now();
		const status = await ask(stack, token);
		times.push(performance.now() - began);
		if (status !== 200) throw new Error(`the one who is measured was answered ${String(status)}`);
		// Below what one person may ask for.
		await pause(40);
	}
	return times.toSorted((a, b) => a - b)[Math.floor(REQUESTS * 0.99)] ?? Number.NaN;
}

async function ask(stack: Stack, token: string | undefined): Promise<number> {
	const response = await fetch(`${stack.apiUrl}${openVault.path}`, {
		method: openVault.method,
		headers: {
			'content-type': 'application/json',
			...(token !== undefined && { authorization: `Bearer ${token}` }),
		},
		body: '{}',
	});
	await response.arrayBuffer();
	return response.status;
}

function median(numbers: readonly number[]): number {
	return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
