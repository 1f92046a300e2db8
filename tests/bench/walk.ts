import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { openBenchVault, type BenchVault } from './vault/open-vault.ts';

/** What a walk through the whole vault is told: where, and how many objects. */
export interface Walk {
	readonly what: 'reconcile' | 'fsck';
	readonly url: string;
	readonly files: number;
}

const walked = v.object({
	ms: v.number(),
	/** The most that the process ever had of memory. */
	rssBytes: v.number(),
	/** What it found, to be compared with what it should. */
	found: v.record(v.string(), v.number()),
});

/** In a process of its own, whose memory is measured. */
export async function walkVault(
	quick: boolean,
	what: Walk['what'],
	before?: (vault: BenchVault) => Promise<void>,
) {
	const vault = await openBenchVault({ quick });
	try {
		await before?.(vault);
		const walk: Walk = { what, url: vault.url, files: vault.files };
		const child = fork(join(import.meta.dirname, 'walk-child.ts'), [JSON.stringify(walk)], {
			// As `npm run fsck` does: V8 would let what is young grow by a hundred megabytes before it looks what is left.
			execArgv: ['--max-semi-space-size=16'],
		});
		try {
			const [answer] = (await Promise.race([once(child, 'message'), failed(child)])) as [unknown];
			return { ...v.parse(walked, answer), files: vault.files };
		} finally {
			child.kill();
		}
	} finally {
		await vault.close();
	}
}

async function failed(child: ReturnType<typeof fork>): Promise<never> {
	await once(child, 'exit');
	throw new Error('The process that walks through the vault has ended early.');
}
