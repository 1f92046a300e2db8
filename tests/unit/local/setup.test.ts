import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
		mkdirSync(dirname(file), { recursive: true });
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
	readonly platform?: string;
	readonly databaseUrl?: string;
	readonly forTests?: boolean;
}

/** Another user and system, and none of the programs that this machine has in other places. */
function otherMachine(userId: number, platform: string): string {
	return `
		Object.defineProperty(process, 'platform', { value: '${platform}' });
		import fs from 'node:fs';
		import { syncBuiltinESMExports } from 'node:module';
		process.getuid = () => ${String(userId)};
		const { accessSync } = fs;
		fs.accessSync = (file, mode) => {
			const inApplications = file.startsWith('/Applications') ? process.env.PATH + file : file;
			if (!inApplications.startsWith(process.env.PATH)) throw new Error(file);
			accessSync(inApplications, mode);
		};
		syncBuiltinESMExports();
	`;
}

/** Without a terminal. */
function setUp({
	userId = 1000,
	platform = 'linux',
	databaseUrl,
	forTests = false,
}: SetupOptions = {}) {
	const preload = `data:text/javascript,${encodeURIComponent(otherMachine(userId, platform))}`;
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

	it('installs the engine without windows beside the browser, for the tests', () => {
		has('mariadbd', 'mariadb-install-db', 'apt-get');

		setUp({ userId: 0, forTests: true });

		expect(calls()).toBe(
			'apt-get -q update\n' +
				'apt-get -q install -y --no-remove --no-install-recommends chromium\n' +
				'apt-get -q install -y --no-remove --no-install-recommends chromium-headless-shell\n',
		);
	});

	it.each([
		['brew', 'brew install mariadb && brew install --cask google-chrome'],
		['dnf', 'sudo dnf install mariadb-server chromium'],
		['pacman', 'sudo pacman -S mariadb chromium'],
		['apk', 'sudo apk add mariadb chromium'],
		['zypper', 'sudo zypper install mariadb chromium'],
	])('says what to type where %s installs programs', (program, command) => {
		has(program);

		expect(setUp({ forTests: true }).stderr).toMatch(
			new RegExp(`^Missing: the server of MariaDB .* Please run: ${command}\n$`),
		);
		expect(calls()).toBe('');
	});

	it('finds Chrome where macOS keeps it', () => {
		has(
			'mariadbd',
			'mariadb-install-db',
			'Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		);

		expect(setUp({ forTests: true, platform: 'darwin' })).toEqual({ status: 0, stderr: '' });
	});

	it('says on Windows where it runs there', () => {
		expect(setUp({ platform: 'win32' })).toEqual({
			status: 1,
			stderr: expect.stringMatching(
				/^CloudVault runs on Linux and macOS\. On Windows it runs in WSL/,
			) as string,
		});
	});

	it('asks for the packages by name where no such program is known', () => {
		expect(setUp({ forTests: true }).stderr).toContain(
			'Please install mariadb-server and chromium.',
		);
	});
});
