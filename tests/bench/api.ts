import { listFolder, openVault } from '#contract/vault';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { startStack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { Times, type Calls } from './api-caller.ts';
import type { Pace, Result } from './compare.ts';
import { median } from './compare.ts';
import { p95 } from './percentile.ts';

const FOLDERS = 200;
/** In each half of a round: below some hundreds the 95th percentile is that of a few calls. */
const CALLS = 400;
const WARM_CALLS = 200;
/** What PERFORMANCE lets a page cost beside the least that a function can ask. */
const TARGET_MS = 2;

/** B8: a page of 200 through gateway and Lambda, against a function that reads one row by its key. */
export async function benchApi({ rounds }: Pace): Promise<Result[]> {
	const stack = await startStack({ site: false, throttles: false });
	const caller = fork(join(import.meta.dirname, 'api-caller.ts'));
	try {
		const client = new VaultClient(stack, await stack.createUser());
		const { rootId } = await client.open();
		const paths = Array.from({ length: FOLDERS }, (_, i) => [`Folder ${String(i)}`]);
		await client.call('ensureFolders', { parentId: rootId, paths });
		const headers = {
			authorization: `Bearer ${client.accessToken}`,
			'content-type': 'application/json',
			'accept-encoding': 'gzip, deflate, br',
		};
		const page = (count: number) =>
			timesOf(caller, {
				url: `${stack.apiUrl}${listFolder.path}?folderId=${rootId}`,
				method: listFolder.method,
				headers,
				count,
				entries: FOLDERS,
			});
		const oneRow = (count: number) =>
			timesOf(caller, {
				url: `${stack.apiUrl}${openVault.path}`,
				method: openVault.method,
				headers,
				body: '{}',
				count,
			});
		await page(WARM_CALLS);
		await oneRow(WARM_CALLS);
		const ours: number[][] = [];
		const reference: number[][] = [];
		for (let round = 0; round < rounds; round++) {
			const first = await page(CALLS);
			reference.push([...(await oneRow(CALLS)), ...(await oneRow(CALLS))]);
			ours.push([...first, ...(await page(CALLS))]);
		}
		console.log(`  a page: ${spreadOf(ours.flat())}; one row: ${spreadOf(reference.flat())}`);
		const ratios = reference.map((times, i) => (p95(times) + TARGET_MS) / p95(ours[i] ?? []));
		return [
			{
				name: 'api',
				what: `95 of 100 pages of ${String(FOLDERS)} through gateway and function, against one row and ${String(TARGET_MS)} ms (B8)`,
				unit: 'ms',
				ours: median(ours.map(p95)),
				reference: median(reference.map(p95)) + TARGET_MS,
				ratio: median(ratios),
				ratioMin: Math.min(...ratios),
				ratioMax: Math.max(...ratios),
				targetRatio: 1,
			},
		];
	} finally {
		caller.kill();
		await stack.close();
	}
}

/** Milliseconds of each call. */
async function timesOf(caller: ChildProcess, calls: Calls): Promise<number[]> {
	const answered = once(caller, 'message');
	caller.send(calls);
	const [times] = (await answered) as [unknown];
	return v.parse(Times, times);
}

/** Tells what the work takes from what else runs on the machine. */
function spreadOf(times: readonly number[]): string {
	const least = Math.min(...times).toFixed(1);
	return `${least} ms at best, ${median(times).toFixed(1)} at the median, ${p95(times).toFixed(1)} at the 95th percentile`;
}
