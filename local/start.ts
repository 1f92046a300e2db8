/** `npm start` and `npm run dev`: see `HELP`. */
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAhead } from './clock/vault-clock.ts';
import { demoAccount } from './data-directory/demo-account.ts';
import { openSeed } from './data-directory/deterministic-ids.ts';
import { openPrivateDirectory } from './data-directory/private-directory.ts';
import { requireDatabase } from './database/given.ts';
import { prepareTables } from './database/mariadb.ts';
import { databaseDirectory } from './database/open.ts';
import { buildSite, packageFunctions } from './stack/build.ts';
import { startDevelopment } from './stack/development.ts';
import { portsFrom, requireFree } from './stack/ports.ts';
import type { Stack } from './stack/stack.ts';
import { startStack } from './stack/start-stack.ts';

const HELP = `Usage: npm start [-- OPTIONS]

The whole product on this machine.

  --fresh       empties the data directory first
  --port N      the site's port; the other parts take the ones after it (default 8787)
  --data DIR    where everything is kept (default .cloudvault)
  --s3 URL      another S3 server instead of ours, with the keys of the usual AWS variables
  --clock +61d  the vault's time is so far ahead: m, h, d or w; kept until --fresh
  --inspect NAME  a function, such as vault, under a debugger; may be given for several
  --dev         hot reload: the site from Vite, functions packaged again when they change
  --help        this text

DATABASE_URL names a MySQL server to use instead of starting one.

Example: npm start -- --fresh --port 9000`;

const ROOT = join(import.meta.dirname, '..');

/** Our own mark in a data directory: `--fresh` empties nothing else. */
const MARK = 'seed';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			fresh: { type: 'boolean', default: false },
			port: { type: 'string', default: '8787' },
			data: { type: 'string', default: '.cloudvault' },
			s3: { type: 'string' },
			clock: { type: 'string' },
			dev: { type: 'boolean', default: false },
			inspect: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const ports = portsFrom(portNumber(values.port));
	const dataDir = resolve(ROOT, values.data);
	const clockOffsetMs = values.clock === undefined ? undefined : parseAhead(values.clock);
	const log = (line: string): void => console.log(line);
	const databaseUrl = process.env.DATABASE_URL;
	if (databaseUrl) await requireDatabase(databaseUrl);
	await requireFree(ports);
	if (values.fresh) await empty(dataDir);

	await allOf([
		packageFunctions({ root: ROOT, log }),
		...(values.dev ? [] : [buildSite({ root: ROOT, log })]),
		...(databaseUrl ? [] : [prepareDatabase(dataDir, log)]),
	]);
	const development = values.dev
		? await startDevelopment({ root: ROOT, hotReloadPort: ports.hotReload, dataDir })
		: undefined;
	// What the vault keeps is for the person who started it, and for no other user of the machine.
	process.umask(0o077);
	const stack = await startStack({
		dataDir,
		packageDir: join(ROOT, '.serverless'),
		siteDir: join(ROOT, 'build'),
		ports,
		databaseUrl: databaseUrl === '' ? undefined : databaseUrl,
		s3Endpoint: values.s3,
		clockOffsetMs,
		debug: { names: values.inspect, sourceDir: ROOT },
		...(development && { siteMiddleware: development.middleware }),
		log,
	});
	endWithUs(async () => {
		await development?.close();
		await stack.close();
	});
	await migrate(stack);
	development?.watchFunctions(() => stack.redeploy(), log);
	await greet(stack, dataDir);
}

/** Each goes on to its end where another one fails: what is being built is not left half done. */
async function allOf(parts: readonly Promise<void>[]): Promise<void> {
	await Promise.allSettled(parts);
	await Promise.all(parts);
}

async function prepareDatabase(dataDir: string, log: (line: string) => void): Promise<void> {
	// The mark comes first: what is begun here `--fresh` may empty.
	await openPrivateDirectory(dataDir);
	await openSeed(dataDir);
	await prepareTables({ directory: databaseDirectory(dataDir), log });
}

async function migrate(stack: Stack): Promise<void> {
	const outcome = await stack.invoke('migrate', {});
	if (outcome.ok) return;
	throw new Error(`The database could not be migrated: ${outcome.error.errorMessage}`);
}

async function greet(stack: Stack, dataDir: string): Promise<void> {
	const account = await demoAccount(dataDir);
	// The person who starts a stage owns it, so the demo account sees its health page.
	const demo = await stack.createPerson({ ...account, groups: ['owners'] });
	console.log(`CloudVault is ready at ${stack.siteUrl}`);
	const shown = demo.hasPassword ? demo.password : 'the password you gave it';
	console.log(`sign in as ${demo.email} / ${shown}`);
	console.log(`inbox (what would have been mailed): ${stack.inboxUrl}`);
	console.log(`clock (in the vault it is ${stack.now().toISOString()}): ${stack.inboxUrl}/clock`);
}

/** Ends everything once when the person, or the system, asks for it. */
function endWithUs(close: () => Promise<void>): void {
	let isEnding = false;
	const end = (): void => {
		// A second Ctrl-C ends the process at once.
		if (isEnding) process.exit(1);
		isEnding = true;
		void close().then(() => process.exit(0));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

async function empty(dataDir: string): Promise<void> {
	if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
	if (!existsSync(join(dataDir, MARK))) {
		throw new Error(`${dataDir} holds something else; --fresh only empties what we made.`);
	}
	await rm(dataDir, { recursive: true, force: true });
}

function portNumber(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1024 && port <= 65_500) return port;
	throw new Error(`--port takes a number from 1024 to 65500, not ${text}.`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
