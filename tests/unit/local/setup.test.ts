import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A machine's programs, each of which only writes down how it was called. */
let machine: string;

beforeEach(() => {
	machine = mkdtempSync(join(tmpdir(), 'cloudvault-machine-'));
});
afterEach(() => {
	rmSync(machine, { recursive: true });
});

function has(...programs: readonly string[]): void {
	for (const program of programs) {
		const file = join(machine, program);
		writeFileSync(file, `#!/bin/sh\necho ${program} "$@" >>${join(machine, 'calls')}\n`);
		chmodSync(file, 0o755);
	}
}

function calls(): string {
	const file = join(machine, 'calls');
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

interface SetupOptions {
	readonly userId?: number;
	readonly databaseUrl?: string;
	readonly forTests?: boolean;
}

/** Another user, and none of the programs that this machine has in other places. */
function otherMachine(userId: number): string {
	return `
		import fs from 'node:fs';
		import { syncBuiltinESMExports } from 'node:module';
		process.getuid = () => ${String(userId)};
		const { accessSync } = fs;
		fs.accessSync = (file, mode) => {
			if (!file.startsWith(process.env.PATH)) throw new Error(file);
			accessSync(file, mode);
		};
		syncBuiltinESMExports();
	`;
}

/** Without a terminal. */
function setUp({ userId = 1000, databaseUrl, forTests = false }: SetupOptions = {}) {
	const preload = `data:text/javascript,${encodeURIComponent(otherMachine(userId))}`;
	const args = ['--import', preload, 'local/setup.js', ...(forTests ? ['--tests'] : [])];
	const env = { PATH: machine, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) };
	const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
	return { status, stderr };
}

describe('setup', () => {
	it('does nothing where everything is there', () => {
		has('mariadbd', 'mariadb-install-db', 'google-chrome', 'apt-get', 'sudo');

		expect(setUp({ forTests: true })).toEqual({ status: 0, stderr: '' });
		expect(calls()).toBe('');
	});

	it('says in one sentence what to install where there is no terminal to ask at', () => {
		has('apt-get', 'sudo');

		expect(setUp({ forTests: true })).toEqual({
			status: 1,
			stderr:
				'Missing: the server of MariaDB (or set DATABASE_URL to a MySQL server)' +
				' and Chromium or Google Chrome for the browser tests.' +
				' Please run: sudo apt-get install mariadb-server chromium\n',
		});
		expect(calls()).toBe('');
	});

	it.each(['mysqld', 'mariadbd'])('does not take %s alone for a server it can start', (program) => {
		has(program, 'apt-get');

		expect(setUp().stderr).toContain('Missing: the server of MariaDB');
	});

	it('needs no server where DATABASE_URL names one', () => {
		expect(setUp({ databaseUrl: 'mysql://vault@localhost/vault' }).status).toBe(0);
	});

	it('installs as root what is missing, and never at the cost of what is there', () => {
		has('mysqld', 'apt-get');

		setUp({ userId: 0 });

		expect(calls()).toBe(
			'apt-get -q update\n' +
				'apt-get -q install -y --no-remove --no-install-recommends mariadb-server\n',
		);
	});

	it('asks for the packages by name where there is no apt-get', () => {
		expect(setUp({ forTests: true }).stderr).toContain(
			'Please install mariadb-server and chromium.',
		);
	});
});
