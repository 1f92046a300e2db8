import { PERSON_REQUESTS_PER_SECOND } from '#contract/limits';
import { openVault } from '#contract/vault';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { startStack, type Stack } from '../support/stack.ts';
import type { Pace, Result } from './compare.ts';
import { Times, type Visit } from './flood-neighbour.ts';
import { Answered, type Flood } from './flood-sender.ts';

/** Of RELIABILITY, c7. */
const FLOOD_PER_SECOND = 500;
const TARGET_RATIO = 0.5;

/** With and without the flood turn about, so that other work on the machine falls on both. */
const ROUNDS = 6;
/** Requests in each half of a round, one after the other. */
const REQUESTS = 100;
/** Below what one person may ask for, round after round: no burst is used up. */
const MEASURED_EVERY_MS = (1000 / PERSON_REQUESTS_PER_SECOND) * 1.2;
/** A flood has used up its burst by then. */
const UNDER_WAY_MS = 500;

/** What one person waits for beside a flood of another person, and of a stranger: the 99th of a hundred answers. */
export async function benchFlood({ quick }: Pace): Promise<Result[]> {
	const rounds = quick ? 1 : ROUNDS;
	const stack = await startStack({ site: false });
	const neighbour = fork(join(import.meta.dirname, 'flood-neighbour.ts'));
	try {
		const [ann, bob] = [await stack.createUser(), await stack.createUser()];
		const visit = visitOf(stack, bob.accessToken);
		// Both have their vaults, and everything is warm.
		await stayOf(neighbour, visitOf(stack, ann.accessToken));
		await stayOf(neighbour, visit);
		return [
			await besides(neighbour, visit, {
				who: 'another person',
				request: requestOf(stack, ann.accessToken),
				rounds,
			}),
			await besides(neighbour, visit, {
				who: 'a stranger',
				request: requestOf(stack, undefined),
				rounds,
			}),
		];
	} finally {
		neighbour.kill();
		await stack.close();
	}
}

async function besides(
	neighbour: ChildProcess,
	visit: Visit,
	{
		who,
		request,
		rounds,
	}: {
		readonly who: string;
		readonly request: ReturnType<typeof requestOf>;
		readonly rounds: number;
	},
): Promise<Result> {
	const alone: number[][] = [];
	const flooded: number[][] = [];
	for (let round = 0; round < rounds; round++) {
		alone.push(await stayOf(neighbour, visit));
		const stop = flood(request);
		await pause(UNDER_WAY_MS);
		flooded.push(await stayOf(neighbour, visit));
		const last = (times: readonly number[][]) => p99(times.at(-1) ?? []).toFixed(1);
		console.log(
			`  ${who}: ${JSON.stringify(await stop())}, ${last(alone)} ms before, ${last(flooded)} ms beside`,
		);
	}
	const ratios = alone.map((times, round) => p99(times) / p99(flooded[round] ?? []));
	return {
		name: 'flood',
		what: `p99 beside ${String(FLOOD_PER_SECOND)}/s of ${who}`,
		unit: 'ms',
		ours: p99(flooded.flat()),
		reference: p99(alone.flat()),
		ratio: p99(alone.flat()) / p99(flooded.flat()),
		ratioMin: Math.min(...ratios),
		ratioMax: Math.max(...ratios),
		targetRatio: TARGET_RATIO,
	};
}

/** Sends until it is stopped; answers then how many of each status came back. */
function flood(request: ReturnType<typeof requestOf>): () => Promise<Record<string, number>> {
	const orders: Flood = { ...request, perSecond: FLOOD_PER_SECOND };
	const child = fork(join(import.meta.dirname, 'flood-sender.ts'), [JSON.stringify(orders)]);
	return async () => {
		const answered = once(child, 'message');
		child.send('stop');
		const [counts] = (await answered) as [unknown];
		return v.parse(Answered, counts);
	};
}

/** Milliseconds of each request. */
async function stayOf(neighbour: ChildProcess, visit: Visit): Promise<number[]> {
	const answered = once(neighbour, 'message');
	neighbour.send(visit);
	const [times] = (await answered) as [unknown];
	return v.parse(Times, times);
}

function visitOf(stack: Stack, token: string): Visit {
	return { ...requestOf(stack, token), requests: REQUESTS, everyMs: MEASURED_EVERY_MS };
}

function requestOf(stack: Stack, token: string | undefined) {
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

function p99(times: readonly number[]): number {
	return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}
