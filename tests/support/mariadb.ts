import { createConnection } from 'mysql2/promise';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { program } from '../../local/setup/programs.js';

/** A MariaDB of the tests' own on a free port. */
export interface MariaDb {
	/** For its root, who has no password and may make databases and users. */
	readonly url: string;
	/** Stops the process where it is; resolves once it stands still. */
	freeze(): Promise<void>;
	/** Lets it go on. */
	thaw(): void;
	/** Ends it and takes its data away, unless they are kept. */
	stop(): Promise<void>;
}

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/cloudvault-mariadb');
const START_MS = 30_000;

export interface MariaDbOptions {
	/** A directory of its own, made if it is not there, whose tables the next one finds again. Default: none, they go with the process. */
	readonly keptIn?: string;
	/** Default: 128, as MySQL 8.4 takes on the smallest class of RDS. */
	readonly bufferPoolMiB?: number;
}

export async function startMariaDb({
	keptIn,
	bufferPoolMiB = 128,
}: MariaDbOptions = {}): Promise<MariaDb> {
	const home = keptIn ?? (await mkdtemp(join(tmpdir(), 'cloudvault-db-')));
	const data = join(home, 'data');
	if (!existsSync(data)) await copyEmptyTables(data);
	const port = await freePort();
	const child = spawn(
		program('mariadbd'),
		[
			'--no-defaults',
			`--datadir=${data}`,
			`--tmpdir=${home}`, // a server clears it when it starts, so that no two may share one
			`--socket=${join(home, 'mariadb.sock')}`,
			`--pid-file=${join(home, 'mariadb.pid')}`,
			`--port=${String(port)}`,
			'--bind-address=127.0.0.1',
			'--skip-name-resolve',
			'--skip-log-bin',
			'--max-connections=400',
			// The data goes with the process: nothing has to wait for the disk.
			'--innodb-flush-log-at-trx-commit=0',
			'--innodb-doublewrite=0',
			`--innodb-buffer-pool-size=${String(bufferPoolMiB)}M`,
			'--sql-mode=STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
			...asRoot(),
		],
		{ stdio: ['ignore', 'ignore', 'pipe'] },
	);
	// Also where a test fails before it can end it.
	const kill = (): unknown => child.kill('SIGKILL');
	process.once('exit', kill);
	const complaints = collect(child);
	await untilItAnswers(child, port, complaints);
	return {
		url: `mysql://root@127.0.0.1:${String(port)}/`,
		async freeze() {
			child.kill('SIGSTOP');
			const state = async () =>
				(await promisify(execFile)('ps', ['-o', 'state=', '-p', String(child.pid)])).stdout;
			while (!(await state()).startsWith('T')) await pause(5);
		},
		thaw() {
			child.kill('SIGCONT');
		},
		async stop() {
			process.off('exit', kill);
			if (child.exitCode === null) {
				child.kill(keptIn === undefined ? 'SIGKILL' : 'SIGTERM');
				await once(child, 'exit');
			}
			if (keptIn === undefined) await rm(home, { recursive: true, force: true });
		},
	};
}

/** What `mariadb-install-db` makes. That takes seconds and copying does not: it is kept beside the dependencies. */
export async function copyEmptyTables(target: string): Promise<void> {
	await cp(await emptyTables(), target, { recursive: true });
}

async function emptyTables(): Promise<string> {
	const ready = join(CACHE, 'tables');
	if (existsSync(ready)) return ready;
	await mkdir(CACHE, { recursive: true });
	const made = await mkdtemp(join(CACHE, 'new-'));
	await promisify(execFile)(
		program('mariadb-install-db'),
		[
			'--no-defaults',
			`--datadir=${made}`,
			'--auth-root-authentication-method=normal',
			'--skip-test-db',
			'--innodb-log-file-size=16M',
			'--loose-debug-no-sync',
			...asRoot(),
		],
		// It starts a server, which clears its temporary directory.
		{ env: { ...process.env, TMPDIR: made } },
	);
	// Of two that did it at once the second finds it done.
	await rename(made, ready).catch(() => rm(made, { recursive: true, force: true }));
	return ready;
}

async function untilItAnswers(child: ChildProcess, port: number, complaints: () => string) {
	const deadline = Date.now() + START_MS;
	while (Date.now() < deadline && child.exitCode === null) {
		try {
			const probe = await createConnection({ host: '127.0.0.1', port, user: 'root' });
			await probe.end();
			return;
		} catch {
			await pause(50);
		}
	}
	child.kill('SIGKILL');
	throw new Error(`MariaDB does not start: ${complaints()}`);
}

function collect(child: ChildProcess): () => string {
	let text = '';
	child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-2000)));
	return () => text;
}

/** The server refuses to run as root unless told to. */
function asRoot(): readonly string[] {
	return process.getuid?.() === 0 ? ['--user=root'] : [];
}

async function freePort(): Promise<number> {
	const probe = createServer();
	probe.listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	if (address === null || typeof address === 'string') throw new Error('No free port.');
	return address.port;
}
