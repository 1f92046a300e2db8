import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { program } from '../setup/programs.js';
import { grants, type DatabaseUser } from './users.ts';

export interface MariaDbOptions {
	/** Holds the tables. Created if absent. */
	readonly directory: string;
	readonly port: number;
	readonly users: readonly DatabaseUser[];
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
const STOP_DEADLINE_MS = 15_000;

/**
 * Runs the server in the background of a small shell that ends it when our end of its standard
 * input closes, however this process goes.
 */
const guard = (signal: 'TERM' | 'KILL'): string =>
	`exec 3<&0; "$@" </dev/null & pid=$!; (cat <&3 >/dev/null; kill -${signal} $pid 2>/dev/null) & wait $pid`;

/** Starts MariaDB on 127.0.0.1 with a data directory of its own; makes it on the first run. */
export async function startMariaDb(options: MariaDbOptions): Promise<MariaDb> {
	await endLeftover(options.directory);
	await install(options);
	const initFile = join(options.directory, 'init.sql');
	await writeFile(initFile, grants(options.users), { mode: 0o600 });

	const args = serverArguments(options, initFile);
	const child = spawn(
		'/bin/sh',
		['-c', guard(options.isDisposable ? 'KILL' : 'TERM'), 'mariadb', program('mariadbd'), ...args],
		{
			stdio: ['pipe', 'ignore', 'pipe'],
			// Ctrl-C reaches the whole process group; the server ends after those who use it.
			detached: true,
		},
	);
	let output = '';
	child.stderr.on('data', (chunk: Buffer) => {
		output = (output + chunk.toString()).slice(-10_000);
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	try {
		await untilListening(options.port, child);
	} catch (error) {
		child.stdin.end();
		throw new Error(`MariaDB did not start:\n${output}`, { cause: error });
	}
	return {
		port: options.port,
		close: async () => {
			child.stdin.end();
			await Promise.race([ended, delay(STOP_DEADLINE_MS, undefined, { ref: false })]);
		},
	};
}

async function install({ directory, log }: MariaDbOptions): Promise<void> {
	if (existsSync(join(directory, 'tables', 'mysql'))) return;
	log('Preparing the database…');
	await rm(join(directory, 'tables'), { recursive: true, force: true });
	await mkdir(directory, { recursive: true });
	const result = spawnSync(
		program('mariadb-install-db'),
		[
			'--no-defaults',
			`--user=${userInfo().username}`,
			`--datadir=${join(directory, 'tables')}`,
			'--auth-root-authentication-method=normal',
			'--skip-test-db',
			'--innodb-log-file-size=16M',
		],
		{ encoding: 'utf8' },
	);
	if (result.status !== 0) {
		throw new Error(`The database could not be prepared:\n${result.stdout}${result.stderr}`, {
			cause: result.error,
		});
	}
}

function serverArguments(options: MariaDbOptions, initFile: string): string[] {
	const { directory, port } = options;
	return [
		'--no-defaults',
		`--user=${userInfo().username}`,
		`--datadir=${join(directory, 'tables')}`,
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

function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
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
