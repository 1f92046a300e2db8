import { startStack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import type { Pace, Result } from './compare.ts';
import { median } from './compare.ts';
import { p95, timesOf } from './percentile.ts';

const FOLDERS = 200;
const REQUESTS = 100;
const QUICK_REQUESTS = 40;
/** What PERFORMANCE lets a page cost beside the least that a function can ask. */
const TARGET_MS = 2;

/** B8: a page of 200 through gateway and Lambda, against a function that reads one row by its key. */
export async function benchApi({ quick, rounds }: Pace): Promise<Result[]> {
	const stack = await startStack({ site: false, throttles: false });
	try {
		const client = new VaultClient(stack, await stack.createUser());
		const { rootId } = await client.open();
		const paths = Array.from({ length: FOLDERS }, (_, i) => [`Folder ${String(i)}`]);
		await client.call('ensureFolders', { parentId: rootId, paths });
		const requests = Array.from({ length: quick ? QUICK_REQUESTS : REQUESTS });
		const page = async () => {
			const { entries } = await client.call<{ entries: unknown[] }>('listFolder', {
				folderId: rootId,
			});
			if (entries.length !== FOLDERS)
				throw new Error(`A page has ${String(entries.length)} entries.`);
		};
		const oneRow = () => client.open();
		await timesOf(requests, page);
		await timesOf(requests, oneRow);
		const ours: number[] = [];
		const reference: number[] = [];
		for (let round = 0; round < rounds; round++) {
			const first = p95(await timesOf(requests, page));
			const others = [p95(await timesOf(requests, oneRow)), p95(await timesOf(requests, oneRow))];
			ours.push((first + p95(await timesOf(requests, page))) / 2);
			reference.push(((others[0] ?? 0) + (others[1] ?? 0)) / 2);
		}
		const ratios = reference.map((ms, i) => (ms + TARGET_MS) / (ours[i] ?? Number.NaN));
		return [
			{
				name: 'api',
				what: `95 of 100 pages of ${String(FOLDERS)} through gateway and function, against one row and ${String(TARGET_MS)} ms (B8)`,
				unit: 'ms',
				ours: median(ours),
				reference: median(reference) + TARGET_MS,
				ratio: median(ratios),
				ratioMin: Math.min(...ratios),
				ratioMax: Math.max(...ratios),
				targetRatio: 1,
			},
		];
	} finally {
		await stack.close();
	}
}
