import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Something that is made from sources, and is made again only when they changed. */
interface Product {
	readonly name: string;
	readonly command: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	/** Globs of everything the product is made from. */
	readonly sources: readonly string[];
	/** Where the product is, with everything in it. */
	readonly directory: string;
}

const SHARED = ['package-lock.json', 'src/lib/contract/**/*'];

const SITE: Product = {
	name: 'the site',
	command: ['npm', 'run', '--silent', 'build'],
	// The same files as a deployment has, and those in the languages that only tests read.
	environment: { MADE_UP_LANGUAGES: '1' },
	sources: [
		...SHARED,
		'src/**/*',
		'static/**/*',
		'architecture/languages/*',
		'architecture/pages/*',
		'svelte.config.js',
		'external-boot-script.js',
		'vite.config.ts',
	],
	directory: 'build',
};

const FUNCTIONS: Product = {
	name: 'the functions',
	command: ['npm', 'run', '--silent', 'package'],
	sources: [
		...SHARED,
		'lambdas/**/*',
		'deploy/*.yml',
		'serverless.yml',
		// The site's policy names the hash of a script in the page.
		'src/app.html',
		'src/ahead.ts',
		'src/lib/auth/refresh-tokens.ts',
		'external-boot-script.js',
	],
	directory: '.serverless',
};

/** Far more than a slow machine needs: after it the build is hanging. */
const BUILD_DEADLINE_MS = 3 * 60_000;
/** How long one process waits for another one that is building the same thing. */
const LOCK_DEADLINE_MS = 2 * BUILD_DEADLINE_MS;

export interface BuildOptions {
	/** The project. */
	readonly root: string;
	readonly log: (line: string) => void;
}

/** Builds the site if its sources changed since it was last built here. */
export function buildSite(options: BuildOptions): Promise<void> {
	return build(SITE, options);
}

/** Packages template and functions if their sources changed since they were last packaged here. */
export function packageFunctions(options: BuildOptions): Promise<void> {
	return build(FUNCTIONS, options);
}

async function build(product: Product, options: BuildOptions): Promise<void> {
	const { root, log } = options;
	const lock = `${stampFile(root, product)}.lock`;
	const temporary = `${stampFile(root, product)}.tmp`;
	await mkdir(dirname(lock), { recursive: true });
	await takeLock(lock);
	try {
		const sources = await hashOf(root, product.sources);
		if (await isCurrent(root, product, sources)) return;
		log(`Building ${product.name}…`);
		// The packager leaves a copy of each function where temporary files go.
		await mkdir(temporary, { recursive: true });
		await run(product.command, root, { ...product.environment, TMPDIR: temporary });
		const content = await hashOf(root, [`${product.directory}/**/*`]);
		await writeFile(stampFile(root, product), JSON.stringify({ sources, content }));
	} finally {
		await rm(temporary, { recursive: true, force: true });
		await rm(lock, { force: true });
	}
}

/** The stamp says what the product was made from, and what it was then: it may have been replaced. */
async function isCurrent(root: string, product: Product, sources: string): Promise<boolean> {
	if (!existsSync(join(root, product.directory))) return false;
	const stamp = await readFile(stampFile(root, product), 'utf8').catch(() => '');
	const content = await hashOf(root, [`${product.directory}/**/*`]);
	return stamp === JSON.stringify({ sources, content });
}

function stampFile(root: string, product: Product): string {
	// Several working copies may share one node_modules.
	const copy = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const name = `${product.directory.replace('.', '')}-${copy}.json`;
	return join(root, 'node_modules/.cache/cloudvault', name);
}

async function hashOf(root: string, patterns: readonly string[]): Promise<string> {
	const files: string[] = [];
	for await (const entry of glob(patterns, { cwd: root, withFileTypes: true })) {
		if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
	}
	const hash = createHash('sha256');
	for (const file of [...new Set(files)].toSorted()) {
		hash.update(`${file}\n`).update(await readFile(file));
	}
	return hash.digest('hex');
}

async function run(
	command: readonly string[],
	cwd: string,
	environment: Readonly<Record<string, string>>,
): Promise<void> {
	const [program = '', ...rest] = command;
	const child = spawn(program, rest, {
		cwd,
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: BUILD_DEADLINE_MS,
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	if (code === null) throw new Error(`${command.join(' ')} did not end:\n${output}`);
	if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${output}`);
}

/** One builder at a time; a lock whose owner is gone is taken over. */
async function takeLock(lock: string): Promise<void> {
	const deadline = Date.now() + LOCK_DEADLINE_MS;
	while (Date.now() < deadline) {
		const isTaken = await writeFile(lock, String(process.pid), { flag: 'wx' }).then(
			() => false,
			() => true,
		);
		if (!isTaken) return;
		const owner = Number(await readFile(lock, 'utf8').catch(() => '0'));
		if (owner && !isAlive(owner)) await rm(lock, { force: true });
		await delay(200);
	}
	throw new Error(`Another build does not end; if there is none, remove ${lock}`);
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
