/** `npm run seed`: see `HELP`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { demoAccount } from '../../local/data-directory/demo-account.ts';
import { fillVault, type Filled } from './fill-vault.ts';
import { planVault } from './plan.ts';
import { signInAt, type Account } from './sign-in.ts';

const HELP = `Usage: npm run seed [-- OPTIONS]

Fills a vault with believable files, through the same requests as a browser.

  --files N     how many (default 500)
  --seed TEXT   another vault; the same text always plans the same files (default cloudvault)
  --site URL    whose vault: a running npm start (default http://127.0.0.1:8787) or a deployed stage
  --email ADDRESS, and the password in VAULT_PASSWORD: another account than the demo account of npm start
  --data DIR    where that npm start keeps its data (default .cloudvault)
  --help        this text

Run again, it leaves what is there and adds what is missing.

Example: npm run seed -- --files 5000`;

const ROOT = join(import.meta.dirname, '../..');
const FILES_MAX = 100_000;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			files: { type: 'string', default: '500' },
			seed: { type: 'string', default: 'cloudvault' },
			site: { type: 'string', default: 'http://127.0.0.1:8787' },
			email: { type: 'string' },
			data: { type: 'string', default: '.cloudvault' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const files = planVault(values.seed, fileCount(values.files));
	const account = await accountOf(values.email, resolve(ROOT, values.data));
	const signedIn = await signInAt(values.site, account);
	const started = performance.now();
	const filled = await fillVault(signedIn, files, (soFar) => {
		console.log(`${String(soFar.stored + soFar.skipped)} of ${String(files.length)} files`);
	});
	console.log(summary(filled, account.email, (performance.now() - started) / 1000));
}

function fileCount(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= FILES_MAX) return count;
	throw new Error(`--files takes a number from 1 to ${String(FILES_MAX)}, not ${text}.`);
}

async function accountOf(email: string | undefined, dataDir: string): Promise<Account> {
	if (email === undefined) return demoAccount(dataDir);
	const password = process.env.VAULT_PASSWORD;
	if (password) return { email, password };
	throw new Error(`Give the password of ${email} in the variable VAULT_PASSWORD.`);
}

function summary(filled: Filled, email: string, seconds: number): string {
	const megabytes = (filled.bytes / 1024 / 1024).toFixed(0);
	return [
		`${String(filled.stored)} files (${megabytes} MB, ${String(filled.thumbs)} with thumbnails)`,
		`in ${String(filled.folders)} folders of ${email}, in ${seconds.toFixed(0)} seconds;`,
		`${String(filled.skipped)} were there already.`,
	].join(' ');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
