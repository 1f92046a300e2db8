import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSeed } from '../../../local/data-directory/deterministic-ids.ts';
import { buildSite, packageFunctions } from '../../../local/stack/build.ts';
import { freePorts } from '../../../local/stack/ports.ts';
import { signInAt } from '../../seed/sign-in.ts';
import { VaultClient } from '../../support/vault-client.ts';

const ROOT = join(import.meta.dirname, '../../..');

let home: string;
let port: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
	const options = { root: ROOT, log: () => undefined };
	await packageFunctions(options);
	await buildSite(options);
	home = await mkdtemp(join(tmpdir(), 'cloudvault-start-'));
	port = String((await freePorts()).site);
});
afterEach(async () => {
	await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** The command behind `npm start`, which npm itself runs just so. */
function start(flags: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
	const child = spawn(process.execPath, ['local/start.ts', '--port', port, ...flags], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, DATABASE_URL: '', ...environment },
	});
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

/** What it prints, up to and with the line that matches. Rejects if it ends before. */
async function until(child: ChildProcess, pattern: RegExp): Promise<string> {
	let printed = '';
	if (child.stdout === null) throw new Error('its output is not read');
	for await (const line of createInterface({ input: child.stdout })) {
		printed += `${line}\n`;
		if (pattern.test(line)) return printed;
	}
	throw new Error(`it ended: ${printed}`);
}

async function end(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
	const ended = exitOf(child);
	child.kill(signal);
	return ended;
}

async function exitOf(child: ChildProcess): Promise<number | null> {
	const [code] = (await once(child, 'exit')) as [number | null];
	return code;
}

/** What it complains about until it ends. */
async function errorsOf(child: ChildProcess): Promise<string> {
	return child.stderr === null ? '' : text(child.stderr);
}

/** Processes that have the data directory in their arguments: the database server, the functions. */
async function childrenOf(dataDir: string): Promise<readonly string[]> {
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const lines = await Promise.all(
		pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
	);
	return lines.filter((line) => line.includes(dataDir));
}

/** The process over the data directory whose command is of this kind. */
async function pidOf(dataDir: string, command: RegExp): Promise<number> {
	for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
		const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		const [program = ''] = line.split('\0');
		if (line.includes(dataDir) && command.test(program)) return Number(pid);
	}
	throw new Error(`nothing over ${dataDir} is ${String(command)}`);
}

/** The command behind `npm run sweep`. */
async function sweep(flags: readonly string[]): Promise<{ code: number | null; printed: string }> {
	const child = spawn(process.execPath, ['local/sweep.ts', ...flags], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [printed, errors, code] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		exitOf(child),
	]);
	return { code, printed: printed + errors };
}

/** The vault of the account that the command has printed. */
async function signIn(printed: string): Promise<VaultClient> {
	const [, siteUrl = ''] = /is ready at (http:\S+)/.exec(printed) ?? [];
	const [, email = '', password = ''] = /sign in as (\S+) \/ (\S+)/.exec(printed) ?? [];
	const signedIn = await signInAt(siteUrl, { email, password });
	return new VaultClient(
		{ apiUrl: signedIn.apiUrl },
		{ accessToken: await signedIn.accessToken() },
	);
}

async function namesIn(vault: VaultClient): Promise<readonly string[]> {
	const { rootId } = await vault.open();
	const { entries } = await vault.call<{ entries: readonly { name: string }[] }>('listFolder', {
		folderId: rootId,
	});
	return entries.map(({ name }) => name);
}

test('what is kept survives Ctrl-C, which ends every child, and a kill, until --fresh', async () => {
	const dataDir = join(home, 'data');

	const first = start(['--data', dataDir]);
	const printed = await until(first, /^inbox/);
	const vault = await signIn(printed);
	await vault.upload((await vault.open()).rootId, 'kept.txt', Buffer.from('kept'));
	await expectInvitedBy(vault, printed);
	expect((await childrenOf(dataDir)).length).toBeGreaterThan(3);
	const code = await end(first, 'SIGINT');

	expect(code).toBe(0);
	expect((await childrenOf(dataDir)).length).toBe(0);

	const second = start(['--data', dataDir]);
	const again = await signIn(await until(second, /^inbox/));
	expect(await namesIn(again)).toEqual(['kept.txt']);
	expect(await sweep(['--data', dataDir])).toMatchObject({
		code: 0,
		printed: expect.stringMatching(/^unfinished: \{"committed":0.*\nreconcile: \{.*\n$/) as string,
	});
	await end(second, 'SIGKILL');
	await expect.poll(() => childrenOf(dataDir), { timeout: 10_000 }).toEqual([]);

	const third = start(['--data', dataDir]);
	expect(await namesIn(await signIn(await until(third, /^inbox/)))).toEqual(['kept.txt']);
	await end(third, 'SIGINT');

	const fresh = start(['--data', dataDir, '--fresh']);
	expect(await namesIn(await signIn(await until(fresh, /^inbox/)))).toEqual([]);
	expect(await end(fresh, 'SIGINT')).toBe(0);
}, 120_000);

/** The demo account lets people in, as there is no other way. */
async function expectInvitedBy(vault: VaultClient, printed: string): Promise<void> {
	const [, siteUrl = ''] = /is ready at (http:\S+)/.exec(printed) ?? [];
	const [, inboxUrl = ''] = /^inbox .*: (http:\S+)$/m.exec(printed) ?? [];
	expect(await (await fetch(`${siteUrl}/config.json`)).json()).toMatchObject({ signUp: 'invited' });
	expect(await vault.call('sendInvitation', { email: 'ada@example.com' })).toEqual({
		sent: 'first',
	});
	expect(await (await fetch(`${inboxUrl}/messages?to=ada@example.com`)).json()).toMatchObject([
		{ subject: 'You are invited to a CloudVault', code: expect.any(String) as string },
	]);
}

/** Each file and directory below `directory`, itself included, by its path from there. */
async function pathsIn(directory: string): Promise<readonly string[]> {
	return ['', ...(await readdir(directory, { recursive: true }))];
}

/** A file may go while it is looked for: `undefined` then. */
async function whileThere<T>(look: Promise<T>): Promise<T | undefined> {
	try {
		return await look;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

test('what a running vault keeps is for its user alone, without the demo’s or the root’s password, and what it owes survives a kill', async () => {
	const dataDir = join(home, 'private');
	const first = start(['--data', dataDir]);
	const printed = await until(first, /^inbox/);
	const vault = await signIn(printed);
	const { rootId } = await vault.open();
	await vault.upload(rootId, 'known.txt', Buffer.from('known'));
	const [, demoPassword = ''] = /sign in as \S+ \/ (\S+)/.exec(printed) ?? [];
	const rootPassword = (await openSeed(dataDir))('database user root', 24);
	const passwords = [demoPassword, rootPassword];

	const open: string[] = [];
	const telling: string[] = [];
	for (const path of await pathsIn(dataDir)) {
		const facts = await whileThere(lstat(join(dataDir, path)));
		// MariaDB opens its socket to all users; the directory around it is what keeps them out.
		if (facts === undefined || facts.isSocket()) continue;
		if ((facts.mode & 0o077) !== 0) open.push(`${path} ${(facts.mode & 0o777).toString(8)}`);
		if (!facts.isFile()) continue;
		const bytes = await whileThere(readFile(join(dataDir, path)));
		if (passwords.some((password) => bytes?.includes(password))) telling.push(path);
	}

	expect(passwords.map((password) => password.length > 15)).toEqual([true, true]);
	expect(open).toEqual([]);
	expect(telling).toEqual([]);

	// Without its database no function can follow the event.
	const form = await vault.beginForm(rootId, 'owed.txt', Buffer.from('owed'));
	const databasePid = await pidOf(dataDir, /mariadbd|mysqld/);
	process.kill(databasePid, 'SIGSTOP');
	const body = new FormData();
	for (const [field, value] of Object.entries(form.fields)) body.append(field, value);
	body.append('file', new Blob(['owed']));
	expect((await fetch(form.url, { method: 'POST', body })).status).toBe(204);
	await end(first, 'SIGKILL');
	process.kill(databasePid, 'SIGCONT');
	await expect.poll(() => childrenOf(dataDir), { timeout: 20_000 }).toEqual([]);

	const second = start(['--data', dataDir]);
	const again = await signIn(await until(second, /^inbox/));
	await expect.poll(() => namesIn(again), { timeout: 30_000 }).toEqual(['known.txt', 'owed.txt']);
	expect(await end(second, 'SIGINT')).toBe(0);
}, 120_000);

test.each([
	['no vault runs', ['--data', 'nowhere'], /^No vault runs over nowhere: start it with npm start/],
	['there is no such task', ['--task', 'tidy'], /^There is no task tidy; there are unfinished and/],
])('a sweep is refused in a sentence where %s', async (_, flags, sentence) => {
	expect(await sweep(flags)).toEqual({
		code: 2,
		printed: expect.stringMatching(sentence) as string,
	});
});

test.each([
	[
		'a port that is none',
		['--port', '80'],
		{},
		/^--port takes a number from 1024 to 65500, not 80/,
	],
	['a flag it does not know', ['--fast'], {}, /^Unknown option '--fast'/],
	['a foreign directory to empty', ['--fresh'], {}, /holds something else; --fresh only/],
	[
		'an address that is no database’s',
		[],
		{ DATABASE_URL: 'localhost' },
		/^DATABASE_URL is read as mysql:/,
	],
	[
		'a database that is not there',
		[],
		{ DATABASE_URL: 'mysql://root:secret@127.0.0.1:9/vault' },
		/^The database of DATABASE_URL does not let us in: (?!.*secret)/,
	],
])('given %s, says so in one sentence', async (_, flags, environment, sentence) => {
	const dataDir = join(home, 'not-ours');
	await mkdir(dataDir, { recursive: true });
	await writeFile(join(dataDir, 'letter.txt'), 'dear diary');

	const child = start(['--data', dataDir, ...flags], environment);
	const [said, code] = await Promise.all([errorsOf(child), exitOf(child)]);

	expect(code).toBe(1);
	expect(said).toMatch(sentence);
	expect(said.trim().split('\n')).toHaveLength(1);
	expect(await readdir(dataDir)).toEqual(['letter.txt']);
});

test('says which port is taken', async () => {
	const taken = createServer().listen(Number(port) + 2, '127.0.0.1');
	await once(taken, 'listening');

	const child = start(['--data', join(home, 'data')]);
	const said = await errorsOf(child);
	taken.close();

	expect(said).toMatch(new RegExp(`^Port ${String(Number(port) + 2)} is taken\\. .*--port`));
});
