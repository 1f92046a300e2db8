import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { writePrivateFile } from '../data-directory/private-file.ts';
import { program } from '../setup/programs.js';
import { closeRoot, grants, type DatabaseUser } from './users.ts';

/** Modes of what MariaDB makes: by itself it lets its group read and write. */
const PRIVATE = { UMASK: '0600', UMASK_DIR: '0700' };

export interface MariaDbOptions {
	/** Holds the tables. Created if absent. */
	readonly directory: string;
	readonly port: number;
	readonly users: readonly DatabaseUser[];
	readonly rootPassword: string;
	/** The data may be lost with the process: everything that waits for the disk is left out. */
	readonly isDisposable: boolean;
	readonly log: (line: string) => void;
}

export interface MariaDb {
	readonly port: number;
	close(): Promise<void>;
}

/** MySQL 8.4's own default, and what the template's parameter group sets. */
const SQL_MODE =
	'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

const START_DEADLINE_MS = 60_000;
const GREETING_MS = 2000;
const STOP_DEADLINE_MS = 15_000;

/** Waits before each start after a death; after the last one it is given up and said aloud. */
const RESTART_DELAYS_MS = [0, 1000, 5000, 15_000];
/** A server that ran for so long counts as sound again. */
const SOUND_MS = 60_000;

/**
 * Runs the server in the background of a small shell that ends it when our end of its standard
 * input closes, however this process goes. Once the server has ended, its number may be another process's.
 */
const guard = (signal: 'TERM' | 'KILL'): string =>
	`exec 3<&0; "$@" </dev/null & pid=$!; (cat <&3 >/dev/null; kill -${signal} $pid 2>/dev/null) & ` +
	'watcher=$!; wait $pid; code=$?; kill $watcher; exit $code';

/** Starts MariaDB on 127.0.0.1 with a data directory of its own; makes it on the first run. */
export async function startMariaDb(options: MariaDbOptions): Promise<MariaDb> {
	await endLeftover(options.directory);
	await prepareTables(options);
	const initFile = join(options.directory, 'init.sql');
	const statements = closeRoot(options.rootPassword) + grants(options.users);
	const keeper = new ServerKeeper(options, async () => {
		// It holds passwords: it is there only until the server has read it.
		writePrivateFile(initFile, statements);
		try {
			return await startServer(options, initFile);
		} finally {
			await rm(initFile, { force: true });
		}
	});
	await keeper.start();
	return { port: options.port, close: () => keeper.close() };
}

interface RunningServer {
	/** Resolves when the process has ended, with how. */
	readonly ended: Promise<string>;
	/** Ends it, and resolves when it has ended. */
	close(): Promise<void>;
}

/** Starts the server again when it ends without being asked to. */
class ServerKeeper {
	readonly #options: MariaDbOptions;
	readonly #startServer: () => Promise<RunningServer>;
	readonly #closing = new AbortController();
	#server: RunningServer | undefined;
	#deaths = 0;
	#restarting = Promise.resolve();

	constructor(options: MariaDbOptions, startServer: () => Promise<RunningServer>) {
		this.#options = options;
		this.#startServer = startServer;
	}

	async start(): Promise<void> {
		const server = await this.#startServer();
		const startedAt = Date.now();
		this.#server = server;
		void server.ended.then((how) => {
			if (this.#closing.signal.aborted) return;
			if (Date.now() - startedAt > SOUND_MS) this.#deaths = 0;
			this.#restarting = this.#restart(`The database ended (${how}).`);
		});
	}

	async close(): Promise<void> {
		this.#closing.abort();
		await this.#restarting;
		await this.#server?.close();
	}

	async #restart(what: string): Promise<void> {
		const waitMs = RESTART_DELAYS_MS[this.#deaths];
		this.#deaths += 1;
		await this.#server?.close();
		if (waitMs === undefined) {
			this.#options.log(`${what} It does not stay up: stop CloudVault and start it again.`);
			return;
		}
		this.#options.log(`${what} Starting it again…`);
		const { signal } = this.#closing;
		if (await delay(waitMs, false, { signal }).catch(() => true)) return;
		await this.start().catch((error: unknown) => this.#restart(String(error)));
	}
}

async function startServer(options: MariaDbOptions, initFile: string): Promise<RunningServer> {
	const args = serverArguments(options, initFile);
	const child = spawn(
		'/bin/sh',
		['-c', guard(options.isDisposable ? 'KILL' : 'TERM'), 'mariadb', program('mariadbd'), ...args],
		{
			stdio: ['pipe', 'ignore', 'pipe'],
			// Ctrl-C reaches the whole process group; the server ends after those who use it.
			detached: true,
			// Octal: what the server makes is for its user alone.
			env: { ...process.env, ...PRIVATE },
		},
	);
	let output = '';
	child.stderr.on('data', (chunk: Buffer) => {
		output = (output + chunk.toString()).slice(-10_000);
	});
	const ended = new Promise<string>((resolve) =>
		child.once('exit', (code, signal) => resolve(signal ?? `code ${String(code)}`)),
	);
	try {
		await untilListening(options.port, child);
	} catch (error) {
		child.stdin.end();
		throw new Error(`MariaDB did not start:\n${output}`, { cause: error });
	}
	return {
		ended,
		close: async () => {
			child.stdin.end();
			await Promise.race([ended, delay(STOP_DEADLINE_MS, undefined, { ref: false })]);
		},
	};
}

/**
 * Makes the tables of an empty server, unless they are there. Half of them, as after a Ctrl-C, are never taken for all: they get their name
 * at the end.
 */
export async function prepareTables({
	directory,
	log,
}: Pick<MariaDbOptions, 'directory' | 'log'>): Promise<void> {
	const tables = join(directory, 'tables');
	if (existsSync(join(tables, 'mysql'))) return;
	log('Preparing the database…');
	const unfinished = join(directory, 'tables.new');
	for (const left of [tables, unfinished]) await rm(left, { recursive: true, force: true });
	await mkdir(directory, { recursive: true, mode: 0o700 });
	try {
		await promisify(execFile)(
			'/bin/sh',
			[
				'-c',
				// What it makes by itself others might read; our own mask is for other work as well.
				'umask 077; exec "$@"',
				'mariadb',
				program('mariadb-install-db'),
				'--no-defaults',
				`--user=${userInfo().username}`,
				`--datadir=${unfinished}`,
				'--auth-root-authentication-method=normal',
				'--skip-test-db',
				'--innodb-log-file-size=16M',
				// Hundreds of times it would wait for the disk; it is done once, below. `loose`: a server that does not know it goes on.
				'--loose-debug-no-sync',
			],
			// A server clears its temporary directory when it starts: in a shared one it takes away another's tables.
			{ env: { ...process.env, ...PRIVATE, TMPDIR: directory } },
		);
	} catch (error) {
		throw new Error(`The database could not be prepared: ${String(error)}`, { cause: error });
	}
	await syncFiles(unfinished);
	await rename(unfinished, tables);
}

/** Waits until what was written to each file below is on the disk. */
async function syncFiles(directory: string): Promise<void> {
	const found = await readdir(directory, { recursive: true, withFileTypes: true });
	const files = found.filter((each) => each.isFile());
	await Promise.all(
		files.map(async ({ parentPath, name }) => {
			const file = await open(join(parentPath, name));
			await file.sync().finally(() => file.close());
		}),
	);
}

function serverArguments(options: MariaDbOptions, initFile: string): string[] {
	const { directory, port } = options;
	return [
		'--no-defaults',
		`--user=${userInfo().username}`,
		`--datadir=${join(directory, 'tables')}`,
		`--tmpdir=${directory}`, // see `install`
		'--bind-address=127.0.0.1',
		`--port=${String(port)}`,
		`--pid-file=${pidFile(directory)}`,
		// Relative to the tables: a socket's path must not be longer than about a hundred bytes.
		'--socket=server.sock',
		`--init-file=${initFile}`,
		`--sql-mode=${SQL_MODE}`,
		'--character-set-server=utf8mb4',
		'--collation-server=utf8mb4_bin',
		'--default-time-zone=+00:00',
		'--skip-name-resolve',
		'--skip-log-bin',
		'--max-connections=200',
		'--innodb-log-file-size=16M',
		'--innodb-buffer-pool-size=128M',
		...(options.isDisposable
			? ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0']
			: []),
	];
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
	const deadline = Date.now() + START_DEADLINE_MS;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) throw new Error('It ended at once');
		if (await accepts(port)) return;
		await delay(50);
	}
	throw new Error('It does not listen');
}

/** Greets: it listens before it has read its statements, and answers after. */
function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		const settle = (greets: boolean) => {
			socket.destroy();
			resolve(greets);
		};
		socket.setTimeout(GREETING_MS, () => settle(false));
		socket.once('data', () => settle(true));
		socket.once('error', () => settle(false));
		socket.once('end', () => settle(false));
	});
}

function pidFile(directory: string): string {
	return join(directory, 'server.pid');
}

/** Ends a server that an earlier run has left behind on the same tables. */
async function endLeftover(directory: string): Promise<void> {
	const pid = Number(await readFile(pidFile(directory), 'utf8').catch(() => '0'));
	if (!pid || !(await isServer(pid, directory))) return;
	process.kill(pid, 'SIGTERM');
	const deadline = Date.now() + STOP_DEADLINE_MS;
	while (Date.now() < deadline && (await isServer(pid, directory))) await delay(100);
}

/** Whether a process is a server on our tables, and not a stranger that got the same number. */
async function isServer(pid: number, directory: string): Promise<boolean> {
	const arguments_ = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
	return arguments_.includes(join(directory, 'tables'));
}
