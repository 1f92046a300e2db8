import { createConnection } from 'mysql2/promise';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { prepareTables, startMariaDb, type MariaDb } from '../../../local/database/mariadb.ts';
import { freePorts } from '../../../local/stack/ports.ts';

let directory: string;
let server: MariaDb;
const said: string[] = [];

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'mariadb-'));
	server = await startMariaDb({
		directory: join(directory, 'database'),
		port: (await freePorts()).database,
		users: [{ name: 'owner', password: 'owners-own', isOwner: true }],
		rootPassword: 'roots-own',
		isDisposable: true,
		log: (line) => said.push(line),
	});
});
afterAll(async () => {
	await server.close();
	await rm(directory, { recursive: true, force: true });
});

async function answer(user: string, password: string): Promise<string> {
	const connection = await createConnection({
		host: '127.0.0.1',
		port: server.port,
		user,
		password,
	});
	const [rows] = await connection.query('SELECT CURRENT_USER() AS me');
	await connection.end();
	return JSON.stringify(rows);
}

test('refuses every account without its password, root too', async () => {
	await expect(answer('root', '')).rejects.toThrow(/denied/);
	await expect(answer('', '')).rejects.toThrow(/denied/);
	await expect(answer('root', 'owners-own')).rejects.toThrow(/denied/);
	expect(await answer('owner', 'owners-own')).toContain('owner@127.0.0.1');
});

test('is started again when it dies, and says so', async () => {
	const pid = Number(await readFile(join(directory, 'database/server.pid'), 'utf8'));

	process.kill(pid, 'SIGKILL');

	await expect
		.poll(() => answer('owner', 'owners-own').catch(String), { timeout: 20_000 })
		.toContain('owner@127.0.0.1');
	expect(said.join('\n')).toMatch(/The database ended .*Starting it again/);
});

test('tables that were left half made are no tables', async () => {
	const place = { directory: join(directory, 'interrupted'), log: () => undefined };
	const programs = join(directory, 'programs');
	await mkdir(programs);
	const halfway =
		'#!/bin/sh\nfor a; do case $a in --datadir=*) mkdir -p "${a#*=}/mysql";; esac; done; exit 1\n';
	await writeFile(join(programs, 'mariadb-install-db'), halfway, { mode: 0o700 });

	vi.stubEnv('PATH', `${programs}${delimiter}${process.env.PATH ?? ''}`);
	await expect(prepareTables(place)).rejects.toThrow('could not be prepared');
	await expect(prepareTables(place)).rejects.toThrow('could not be prepared');

	expect(await readdir(place.directory)).not.toContain('tables');
	vi.unstubAllEnvs();
});
