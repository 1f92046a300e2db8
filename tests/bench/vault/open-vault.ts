import { sql } from 'kysely';
import { createConnection, type Connection } from 'mysql2/promise';
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
	openDatabase,
	transact,
	type Database,
} from '../../../lambdas/adapters/mysql-catalog/database.ts';
import { rowOf } from '../../../lambdas/adapters/mysql-catalog/entry-row.ts';
import { gramsOf } from '../../../lambdas/adapters/mysql-catalog/grams.ts';
import { listKeysOf } from '../../../lambdas/adapters/mysql-catalog/list-keys.ts';
import { migrate } from '../../../lambdas/adapters/mysql-catalog/migrate.ts';
import { packId } from '../../../lambdas/adapters/mysql-catalog/name-grams.ts';
import { writeRecounted } from '../../../lambdas/adapters/mysql-catalog/recount.ts';
import { parseDatabaseUrl } from '../../../lambdas/runtime/config.ts';
import { withPatience } from '../../../lambdas/runtime/patience.ts';
import { startMariaDb, type MariaDb } from '../../support/mariadb.ts';
import { newPerson, type Person } from '../../support/people.ts';
import { planVault, type Places } from './entries.ts';
import { loadRows } from './load.ts';

/** The large vault on a server of its own, as it was generated; who changes it changes it back. */
export interface BenchVault {
	readonly files: number;
	readonly places: Places;
	readonly person: Person;
	readonly database: Database;
	/** Beside the application's connections, for references and counters. */
	readonly observer: Connection;
	readonly url: string;
	/** Rows. */
	readonly ask: <Row>(statement: string, values: readonly unknown[]) => Promise<readonly Row[]>;
	/** How many rows the application's statements have stepped over so far, and looked up by key. */
	rowsRead(): Promise<number>;
	close(): Promise<void>;
}

const FILES = 1_000_000;
const QUICK_FILES = 100_000;
const NAME = 'cloudvault';
/** All of the vault is in memory: what is compared is work, not the disk. */
const BUFFER_POOL_MIB = 2048;
/** So that the counters of its session are those of the application's statements. */
const CONNECTIONS = 1;
const LONG_MS = 600_000;

/** Entries by whose keys and pieces of names a kept vault is known. */
const TOLD_BY = 500;

/**
 * A vault of a million files, or for a quick run of a tenth of that. It is generated once, through the product's own keys and
 * pieces of names, which takes some minutes, and kept in the user's cache (`XDG_CACHE_HOME`) until these change.
 */
export async function openBenchVault({ quick }: { readonly quick: boolean }): Promise<BenchVault> {
	const files = quick ? QUICK_FILES : FILES;
	const home = await keptVault(files);
	const server = await startMariaDb({ keptIn: home, bufferPoolMiB: BUFFER_POOL_MIB });
	const url = `${server.url}${NAME}`;
	const database = openDatabase({ ...parseDatabaseUrl(url), connectionsMax: CONNECTIONS });
	await withPatience({ withinMs: LONG_MS, silenceMs: LONG_MS }, () => migrate(database));
	const observer = await createConnection({ uri: url, timezone: 'Z' });
	const { places } = planVault(files);
	return {
		files,
		places,
		person: await newPerson(database, places.ownerId),
		database,
		observer,
		url,
		async ask<Row>(statement: string, values: readonly unknown[]) {
			const [rows] = await observer.query(statement, values as unknown[]);
			return rows as Row[];
		},
		async rowsRead() {
			const { rows } = await sql<{ Value: string }>`show session status where variable_name in
				('Handler_read_first', 'Handler_read_key', 'Handler_read_next', 'Handler_read_prev',
					'Handler_read_rnd', 'Handler_read_rnd_next')`.execute(database);
			return rows.reduce((sum, row) => sum + Number(row.Value), 0);
		},
		async close() {
			await observer.end();
			await database.destroy();
			await server.stop();
		},
	};
}

async function keptVault(files: number): Promise<string> {
	const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cloudvault-bench');
	const home = join(cache, `${String(files)}-${hashOfRows(files)}`);
	if (existsSync(join(home, 'complete'))) return home;
	console.log(`Generating a vault of ${String(files)} files in ${home}: once.`);
	const made = `${home}.new-${String(process.pid)}`;
	await mkdir(made, { recursive: true });
	const server = await startMariaDb({ keptIn: made, bufferPoolMiB: BUFFER_POOL_MIB });
	try {
		await fill(server, files);
	} finally {
		await server.stop();
	}
	await writeFile(join(made, 'complete'), '');
	await removeEarlier(cache, files);
	await rename(made, home);
	return home;
}

async function removeEarlier(cache: string, files: number): Promise<void> {
	const earlier = globSync(`${String(files)}-${'[0-9a-f]'.repeat(12)}`, { cwd: cache });
	for (const name of earlier) await rm(join(cache, name), { recursive: true });
}

/** Another one where the product makes other keys or pieces of names, or the plan is another; migrations run over a kept vault. */
function hashOfRows(files: number): string {
	const hash = createHash('sha256');
	for (const entry of planVault(files).entries().take(TOLD_BY)) {
		hash.update(JSON.stringify([entry, listKeysOf(entry), gramsOf(entry)]));
	}
	return hash.digest('hex').slice(0, 12);
}

async function fill(server: MariaDb, files: number): Promise<void> {
	const observer = await createConnection({
		uri: server.url,
		timezone: 'Z',
		multipleStatements: false,
	});
	await observer.query(`create database ${NAME} character set utf8mb4 collate utf8mb4_bin`);
	await observer.query(`use ${NAME}`);
	const database = openDatabase({ ...parseDatabaseUrl(`${server.url}${NAME}`), connectionsMax: 1 });
	try {
		await migrate(database);
		const { places, entries } = planVault(files);
		const began = performance.now();
		const told = (what: string) => {
			console.log(`  ${what} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
		};
		await loadRows(observer, 'entries', entries().map(rowOf));
		told('entries');
		await loadRows(observer, 'name_grams', entries().flatMap(gramRowsOf));
		told('pieces of names');
		await observer.query(`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
			content_type, modified_at, storage_class, stays_ready, state, created_at)
			select owner_id, id, version_id, concat('u/', owner_id, '/', id, '/', version_id), 'null', size_bytes,
				repeat('x', 44), content_type, modified_at, storage_class, 0, 'ready', created_at
			from entries where kind = 'file' order by id`);
		told('versions');
		await addPerson(observer, places);
		await withPatience({ withinMs: LONG_MS, silenceMs: LONG_MS }, () =>
			transact(database, (transaction) => writeRecounted(transaction, places.ownerId)),
		);
		await observer.query('analyze table entries, name_grams, totals, versions');
		told('totals');
	} finally {
		await database.destroy();
		await observer.end();
	}
}

function gramRowsOf(entry: Parameters<typeof rowOf>[0]) {
	const [owner, id] = [packId(entry.ownerId), packId(entry.id)];
	return gramsOf(entry).map((gram) => ({
		owner_id: owner,
		gram: Buffer.from(gram, 'utf8'),
		entry_id: id,
	}));
}

async function addPerson(observer: Connection, { ownerId, rootId, trashId, purgeId }: Places) {
	await observer.query(
		`insert into users (id, state, root_id, trash_id, purge_id, quota_bytes, used_bytes, file_count, folder_count, created_at)
			select ?, 'active', ?, ?, ?, 1 << 50, sum(size_bytes), sum(kind = 'file'), sum(kind = 'folder') - 3, now() from entries`,
		[ownerId, rootId, trashId, purgeId],
	);
}
