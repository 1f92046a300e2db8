import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSite, packageFunctions } from '../../local/stack/build.ts';
import { freePorts } from '../../local/stack/ports.ts';
import { againstLimit } from './against-limit.ts';
import type { Pace, Result } from './compare.ts';

const ROOT = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 10_000;

/** `npm start` of what is built already: on an empty directory, and on one that it kept. */
export async function benchStart({ rounds }: Pace): Promise<Result[]> {
	await packageFunctions({ root: ROOT, log: console.error });
	await buildSite({ root: ROOT, log: console.error });
	const first: number[] = [];
	const later: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const dataDir = await mkdtemp(join(tmpdir(), 'cloudvault-bench-'));
		try {
			first.push(await startOnce(dataDir));
			later.push(await startOnce(dataDir));
		} finally {
			await rm(dataDir, { recursive: true, force: true });
		}
	}
	const about = (what: string) => ({ name: 'start', what, unit: 'ms' }) as const;
	return [
		againstLimit(about('npm start of an empty vault'), first, READY_WITHIN_MS),
		againstLimit(about('npm start of a vault that it kept'), later, READY_WITHIN_MS),
	];
}

/** Milliseconds until it says that it is ready; ends it then. */
async function startOnce(dataDir: string): Promise<number> {
	const { site } = await freePorts();
	const startedAt = performance.now();
	const child = spawn(
		process.execPath,
		[join(ROOT, 'local/start.ts'), '--data', dataDir, '--port', String(site)],
		{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	try {
		for await (const line of createInterface({ input: child.stdout })) {
			if (line.includes('is ready at')) return performance.now() - startedAt;
		}
		throw new Error('npm start ended before it was ready');
	} finally {
		child.kill('SIGINT');
		child.stdout.resume();
		await ended;
	}
}
