import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrashPoint } from '../../lambdas/runtime/crash-point.ts';
import type { Uploader, World } from './world.ts';

/** What a process did until it ended. */
export interface Life {
	readonly signal: string | null;
	/** What it wrote down: see `victim.ts`. */
	readonly lines: readonly string[];
}

interface Fate {
	/** The same seed does what a browser that comes back does. */
	readonly seed: string;
	/** Default: it lives to its end. */
	readonly crashAt?: CrashPoint;
}

/** `victim.ts`, ready to be run. */
export interface Victim {
	live(world: World, person: Uploader, fate: Fate): Promise<Life>;
	remove(): Promise<void>;
}

/** In one file, as on AWS: it is started dozens of times, and reading hundreds of files takes longer than its life. */
export async function bundleVictim(): Promise<Victim> {
	const directory = await mkdtemp(join(tmpdir(), 'cloudvault-victim-'));
	const outfile = join(directory, 'victim.mjs');
	await build({
		entryPoints: [join(import.meta.dirname, 'victim.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		// Packages that are CommonJS call for Node's own modules in their way.
		banner: {
			js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
		},
	});
	return {
		live: (world, person, fate) => live(outfile, { world, person, fate }),
		remove: () => rm(directory, { recursive: true, force: true }),
	};
}

async function live(
	file: string,
	{ world, person, fate }: { world: World; person: Uploader; fate: Fate },
): Promise<Life> {
	const child = spawn(process.execPath, [file], {
		env: {
			PATH: process.env.PATH,
			...world.bucket.environment,
			DATABASE_URL: world.fresh.url,
			OWNER_ID: person.ownerId,
			ROOT_ID: person.rootId,
			SEED: fate.seed,
			CRASH_AT: fate.crashAt ?? '',
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => {
		text += chunk.toString();
		// It waits for S3 to make its copies.
		if (text.includes('restoring\n')) void world.bucket.s3.finishRestores();
	});
	const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
	if (code !== 0 && signal === null) throw new Error(`the victim failed: ${text}`);
	return { signal, lines: text.split('\n') };
}

/** What was acknowledged and never meant to be deleted: entry ids and SHA-256. */
export function safeFiles(lines: readonly string[]): ReadonlyMap<string, string> {
	const safe = new Map<string, string>();
	for (const line of lines) {
		const [word, entryId = '', hash = ''] = line.split(' ');
		if (word === 'acked') safe.set(entryId, hash);
		if (word === 'doomed') safe.delete(entryId);
		if (line === 'doomed all') safe.clear();
	}
	return safe;
}
