/**
 * `node local/setup.js [--tests]`: installs what is missing, so that a fresh clone starts with one
 * command. Runs on the machine's own Node before there are any dependencies, hence plain JavaScript.
 * Where everything is there it does nothing, and needs no network.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { BROWSER_FOR_TESTS, BROWSERS, DATABASE_PROGRAMS, findProgram } from './setup/programs.js';
import { showing } from './setup/progress.js';
import { installCommands } from './setup/systems.js';

const HELP = `Usage: npm run setup [-- --tests]

Installs what is missing on this machine: the packages of package-lock.json, and the server of MariaDB, for which it asks.
npm start and npm test do it by themselves.

  --tests   also what the tests need: Chromium or Google Chrome
  --help    this text

Example: npm run setup -- --tests`;

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = join(ROOT, 'node_modules/.cloudvault-lock');
const forTests = process.argv.includes('--tests');

if (process.argv.includes('--help')) {
	console.log(HELP);
	process.exit(0);
}

try {
	refuseWindows();
	await installDependencies();
	requireNode();
	await installPrograms();
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
}

/** The sockets, signals and shell that the servers need are those of Linux and macOS. */
function refuseWindows() {
	if (process.platform !== 'win32') return;
	throw new Error(
		'CloudVault runs on Linux and macOS. On Windows it runs in WSL: "wsl --install" in PowerShell, then clone the project and npm start in there.',
	);
}

/** `npm ci`, unless node_modules was made from this very lock file. */
async function installDependencies() {
	const lock = createHash('sha256')
		.update(readFileSync(join(ROOT, 'package-lock.json')))
		.digest('hex');
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
	if (!isInstalled()) {
		const problem = await showing('Installing dependencies (a minute or two)…', () => npm('ci'));
		if (problem)
			throw new Error(`${problem}\nThe dependencies could not be installed (see above).`);
	}
	writeFileSync(STAMP, lock);
}

/** Runs npm and returns what it complained about, or an empty text if it went well. */
function npm(...args) {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', [...args, '--no-audit', '--no-fund'], {
			cwd: ROOT,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		let complaint = '';
		child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
		child.once('error', reject);
		child.once('close', (code) =>
			resolve(code === 0 ? '' : complaint || `npm ${args.join(' ')} failed`),
		);
	});
}

/** Whether npm already ran with this lock file: its own record then holds the same versions. */
function isInstalled() {
	const record = join(ROOT, 'node_modules/.package-lock.json');
	if (!existsSync(record)) return false;
	const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
	const present = JSON.parse(readFileSync(record, 'utf8')).packages;
	return Object.entries(wanted).every(
		([path, { integrity, optional }]) =>
			path === '' || optional || present[path]?.integrity === integrity,
	);
}

/**
 * The lock file brings Node for Linux, where the vault runs in AWS. Elsewhere the machine's own one serves,
 * if it is new enough.
 */
function requireNode() {
	const wanted = readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim();
	const isBrought = existsSync(join(ROOT, 'node_modules/.bin/node'));
	if (isBrought || Number.parseInt(process.versions.node) >= Number(wanted)) return;
	throw new Error(
		`Missing: Node ${wanted} or newer; this is ${process.versions.node}. Please install it: https://nodejs.org`,
	);
}

/** The programs that no npm package brings. */
async function installPrograms() {
	const missing = [
		...(process.env.DATABASE_URL || DATABASE_PROGRAMS.every((name) => findProgram([name]))
			? []
			: [
					{
						what: 'the server of MariaDB (or set DATABASE_URL to a MySQL server)',
						kind: 'database',
						package: 'mariadb-server',
					},
				]),
		...(!forTests || findProgram(BROWSERS)
			? []
			: [
					{
						what: 'Chromium or Google Chrome for the browser tests',
						kind: 'browser',
						package: 'chromium',
					},
				]),
	];
	if (missing.length === 0) return;
	const what = missing.map((each) => each.what).join(' and ');
	const packages = missing.map((each) => each.package);
	const commands = installCommands(missing.map((each) => each.kind));
	if (commands === undefined) {
		throw new Error(`Missing: ${what}. Please install ${packages.join(' and ')}.`);
	}
	if (!commands[0].includes('apt-get')) {
		throw new Error(`Missing: ${what}. Please run: ${commands.join(' && ')}`);
	}
	const sudo = await rightsToInstall(what, packages);
	console.log(`Installing ${packages.join(' and ')}…`);
	// MariaDB takes the place of a MySQL that is installed, with whatever it serves: not without a person.
	const install = ['install', '-y', '--no-remove', '--no-install-recommends'];
	const isDone = apt(sudo, ['update']) && apt(sudo, [...install, ...packages]);
	if (!isDone) {
		throw new Error(`Missing: ${what}. apt-get could not install ${packages.join(' and ')}.`);
	}
	// Ubuntu has no such package: the tests run in the browser itself then.
	if (packages.includes('chromium')) apt(sudo, [...install, BROWSER_FOR_TESTS], 'ignore');
}

/** The words before `apt-get`: none for root, sudo for a person who agrees. Throws otherwise. */
async function rightsToInstall(what, packages) {
	if (process.getuid?.() === 0) return [];
	const command = `sudo apt-get install ${packages.join(' ')}`;
	if (findProgram(['sudo']) && process.stdin.isTTY && process.stdout.isTTY) {
		const terminal = createInterface({ input: process.stdin, output: process.stdout });
		const answer = await terminal.question(`Missing: ${what}. Run "${command}" now? [Y/n] `);
		terminal.close();
		if (/^(y|yes|)$/i.test(answer.trim())) return ['sudo'];
	}
	throw new Error(`Missing: ${what}. Please run: ${command}`);
}

function apt(sudo, args, complaints = 'inherit') {
	const [program, ...rest] = [...sudo, 'apt-get', '-q', ...args];
	const { status } = spawnSync(program, rest, {
		stdio: ['inherit', 'ignore', complaints],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
	return status === 0;
}
