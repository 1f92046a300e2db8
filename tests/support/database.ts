import type { LogEvent } from 'kysely';
import { format, type SqlValue } from 'mysql2';
import { createConnection, type Connection } from 'mysql2/promise';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openDatabase, type Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { migrate } from '../../lambdas/adapters/mysql-catalog/migrate.ts';
import { parseDatabaseUrl, type DatabaseConfig } from '../../lambdas/runtime/config.ts';
import { program } from '../../local/setup/programs.js';

/** A server of our own on a free port, or the one DATABASE_URL names. Closing takes away what it made. */
export interface DatabaseServer {
	/** Address of the server with a database in it, as the functions read it. */
	urlOf(database: string): string;
	/** A new, migrated database of a name nobody else has, dropped at the end. */
	freshDatabase(options?: { readonly connectionsMax?: number }): Promise<FreshDatabase>;
	close(): Promise<void>;
}

export interface FreshDatabase {
	readonly url: string;
	readonly database: Database;
	/** A connection beside the application's, for looking at rows and counters. */
	readonly observer: Connection;
	/** Another pool onto the same rows, as another container of the function would have. */
	openAnother(): Database;
	close(): Promise<void>;
}

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/cloudvault-mariadb');
const START_MS = 30_000;
/** RDS Proxy pins a connection to its client by a statement that is longer. */
const STATEMENT_MAX_BYTES = 16_384;

export async function startDatabase(): Promise<DatabaseServer> {
	const given = process.env.DATABASE_URL;
	const server = given === undefined ? await startMariadb() : undefined;
	const base = given ?? `mysql://root@127.0.0.1:${String(server?.port)}/mysql`;
	const urlOf = (database: string) => base.replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
	const admin = await connect(parseDatabaseUrl(base));
	return {
		urlOf,
		async freshDatabase({ connectionsMax = 8 } = {}) {
			const name = `test_${randomUUID().replaceAll('-', '')}`;
			await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
			const url = urlOf(name);
			const config = { ...parseDatabaseUrl(url), connectionsMax };
			const databases = [openDatabase(config, refuseLongStatement)] as const;
			const others: Database[] = [];
			await migrate(databases[0]);
			const observer = await connect(config);
			return {
				url,
				database: databases[0],
				observer,
				openAnother() {
					const other = openDatabase(config, refuseLongStatement);
					others.push(other);
					return other;
				},
				async close() {
					await observer.end();
					await Promise.all([...databases, ...others].map((database) => database.destroy()));
					await admin.query(`DROP DATABASE ${name}`);
				},
			};
		},
		async close() {
			await admin.end();
			await server?.stop();
		},
	};
}

/** Fails the test that led to it, however the statement came about. */
function refuseLongStatement({ query }: LogEvent): void {
	const bytes = Buffer.byteLength(format(query.sql, query.parameters as SqlValue[], false, 'Z'));
	if (bytes <= STATEMENT_MAX_BYTES) return;
	throw new Error(`A statement of ${String(bytes)} bytes: ${query.sql.slice(0, 200)}`);
}

function connect(config: DatabaseConfig): Promise<Connection> {
	const { host, port, user, database } = config;
	const password = config.auth === 'password' ? config.password : '';
	return createConnection({ host, port, user, password, database, timezone: 'Z' });
}

interface Mariadb {
	readonly port: number;
	stop(): Promise<void>;
}

async function startMariadb(): Promise<Mariadb> {
	const home = await mkdtemp(join(tmpdir(), 'cloudvault-db-'));
	const data = join(home, 'data');
	await cp(await emptyDataDirectory(), data, { recursive: true });
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
			'--skip-grant-tables',
			'--skip-networking=0',
			'--skip-name-resolve',
			'--innodb-flush-log-at-trx-commit=0',
			'--innodb-buffer-pool-size=128M',
			'--sql-mode=STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
			...asRoot(),
		],
		{ stdio: ['ignore', 'ignore', 'pipe'] },
	);
	// Also where a test fails before it can end it.
	process.once('exit', () => child.kill('SIGKILL'));
	const complaints = collect(child);
	await untilItAnswers(child, port, complaints);
	return {
		port,
		async stop() {
			if (child.exitCode === null) {
				child.kill('SIGTERM');
				await once(child, 'exit');
			}
			await rm(home, { recursive: true, force: true });
		},
	};
}

/** Initialising takes seconds, copying does not: it is done once and kept beside the dependencies. */
async function emptyDataDirectory(): Promise<string> {
	const ready = join(CACHE, 'data');
	if (await exists(ready)) return ready;
	await mkdir(CACHE, { recursive: true });
	const made = await mkdtemp(join(CACHE, 'new-'));
	await promisify(execFile)(program('mariadb-install-db'), [
		'--no-defaults',
		`--datadir=${made}`,
		'--auth-root-authentication-method=normal',
		'--skip-test-db',
		...asRoot(),
	]);
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

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
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
