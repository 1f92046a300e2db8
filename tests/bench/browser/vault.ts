import { build } from 'esbuild';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { BROWSER_FOR_TESTS, BROWSERS, findProgram } from '../../../local/setup/programs.js';
import { buildSite } from '../../../local/stack/build.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';

/** Milliseconds that are added to each answer, on the server's side. */
interface Line {
	readonly apiMs: number;
	readonly storageMs: number;
	readonly preflightMs: number;
}

export const LINES = {
	L0: { apiMs: 0, storageMs: 0, preflightMs: 0 },
	L1: { apiMs: 30, storageMs: 40, preflightMs: 20 },
} as const satisfies Readonly<Record<string, Line>>;

/** Requests that came from pages. */
export interface Requests {
	readonly api: number;
	readonly storage: number;
	readonly preflights: number;
}

/** A person with an empty vault of their own. */
export interface Sender {
	readonly client: VaultClient;
	readonly rootId: string;
	/** Signs in once more, and answers with what the browser's storage holds then: each page uses a sign-in up. */
	readonly session: () => Promise<Readonly<Record<string, string>>>;
}

const ROOT = join(import.meta.dirname, '../../..');
/** Holds events back until the browser has reported its files, as the template does. */
const QUEUE_TIMES = { delayMs: 15_000, windowMs: 500, visibilityMs: 60_000 };
const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--enable-precise-memory-info',
];

const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** The whole product, and a browser before it; `references.html` of the site holds what it is compared with. */
export class BenchVault {
	readonly stack: Stack;
	readonly browser: Browser;
	/** Of the next requests. */
	line: Line = LINES.L0;
	#requests = { api: 0, storage: 0, preflights: 0 };
	/** Each connection of a page, with the bytes that went over it. */
	readonly #lines = { api: new Set<Socket>(), storage: new Set<Socket>() };
	readonly #siteDir: string;

	private constructor(stack: Stack, browser: Browser, siteDir: string) {
		this.stack = stack;
		this.browser = browser;
		this.#siteDir = siteDir;
	}

	static async open(): Promise<BenchVault> {
		const siteDir = await siteWithReferences();
		// The servers begin before there is a vault to ask.
		const opened: { vault?: BenchVault } = {};
		const over = (to: 'api' | 'storage') => async (request: IncomingMessage) =>
			opened.vault?.arrive(to, request);
		const stack = await startStack({
			site: false,
			siteDir,
			throttles: false,
			queueTimes: QUEUE_TIMES,
			lines: { api: over('api'), storage: over('storage') },
		});
		const executablePath = findProgram([BROWSER_FOR_TESTS, ...BROWSERS]);
		const browser = await chromium.launch({
			args: ARGS,
			...(executablePath !== undefined && { executablePath }),
		});
		return (opened.vault = new BenchVault(stack, browser, siteDir));
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.stack.close();
		await rm(this.#siteDir, { recursive: true, force: true });
	}

	async arrive(to: 'api' | 'storage', { method, socket }: IncomingMessage): Promise<void> {
		this.#lines[to].add(socket);
		const isPreflight = method === 'OPTIONS';
		this.#requests[isPreflight ? 'preflights' : to] += 1;
		const { preflightMs, apiMs, storageMs } = this.line;
		const ms = isPreflight ? preflightMs : to === 'api' ? apiMs : storageMs;
		if (ms > 0) await wait(ms);
	}

	/** Those since the last call. */
	takeRequests(): Requests {
		const taken = this.#requests;
		this.#requests = { api: 0, storage: 0, preflights: 0 };
		return taken;
	}

	/** Bytes that pages have sent and were sent so far, headers among them. */
	get bytes(): Readonly<Record<string, number>> {
		const sum = (of: 'api' | 'storage', way: 'bytesRead' | 'bytesWritten') =>
			this.#lines[of].values().reduce((total, socket) => total + socket[way], 0);
		return {
			'bytes to the API': sum('api', 'bytesRead'),
			'bytes from the API': sum('api', 'bytesWritten'),
			'bytes to S3': sum('storage', 'bytesRead'),
			'bytes from S3': sum('storage', 'bytesWritten'),
		};
	}

	async newSender(): Promise<Sender> {
		const person = await this.stack.createUser();
		const client = new VaultClient(this.stack, person);
		const { rootId } = await client.open();
		const prefix = `CognitoIdentityServiceProvider.${this.stack.userPoolClientId}`;
		const session = async () => {
			const { email, sub, refreshToken } = await this.stack.signIn(person);
			return {
				[`${prefix}.LastAuthUser`]: sub,
				[`${prefix}.${sub}.refreshToken`]: refreshToken,
				'cloudvault.account': JSON.stringify({ email, sub, ownsStage: false }),
			};
		};
		return { client, rootId, session };
	}

	/** A new browser without a past but a sign-in; `use` gets its one page, which shows nothing yet. */
	async signedIn<T>(
		sender: Sender,
		use: (page: Page) => Promise<T>,
		device: BrowserContextOptions = DESK,
	): Promise<T> {
		return this.#inContext(device, async (page) => {
			await this.#signIn(page, sender);
			return use(page);
		});
	}

	/** The same, at the file list of the sender. */
	async atFiles<T>(sender: Sender, use: (page: Page) => Promise<T>): Promise<T> {
		return this.#inContext(DESK, async (page) => {
			await this.openFiles(page, sender);
			return use(page);
		});
	}

	/** Shows the file list of the sender in a page of any browser. */
	async openFiles(page: Page, sender: Sender): Promise<void> {
		await this.#signIn(page, sender);
		await page.goto(`${this.stack.siteUrl}/folders`);
		await this.#untilListed(page);
	}

	/** The same page once more. */
	async reloadFiles(page: Page): Promise<void> {
		await page.reload();
		await this.#untilListed(page);
	}

	async #untilListed(page: Page): Promise<void> {
		await page
			.getByText('Your vault is ready')
			.or(page.getByRole('grid'))
			.first()
			.waitFor({ timeout: 60_000 });
		// What comes in spare time has come, so that no round pays for it.
		await page.waitForLoadState('networkidle');
	}

	async #signIn(page: Page, { session }: Sender): Promise<void> {
		await page.goto(`${this.stack.siteUrl}/config.json`);
		await page.evaluate((items) => Object.assign(localStorage, items), await session());
	}

	/** A new browser at the page with the references. */
	async atReferences<T>(
		use: (page: Page) => Promise<T>,
		device: BrowserContextOptions = DESK,
	): Promise<T> {
		return this.#inContext(device, async (page) => {
			await page.goto(`${this.stack.siteUrl}/references.html`);
			return use(page);
		});
	}

	/** Milliseconds of all runs of the function that follows the events of S3, since the stack began. */
	async eventMs(): Promise<number> {
		const directory = join(this.stack.dataDir, 'logs');
		const name = (await readdir(directory)).find((each) => /onObjectEvent/i.test(each));
		if (name === undefined) return 0;
		const lines = (await readFile(join(directory, name), 'utf8')).split('\n');
		return lines
			.filter((line) => line.includes('"platform.report"'))
			.reduce(
				(sum, line) => sum + ((JSON.parse(line) as { durationMs?: number }).durationMs ?? 0),
				0,
			);
	}

	async #inContext<T>(device: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
		const context = await this.browser.newContext({ serviceWorkers: 'block', ...device });
		try {
			return await use(await context.newPage());
		} finally {
			await context.close();
		}
	}
}

/**
 * The built site with one page more. The same origin and policy hold for both sides. `SITE=DIRECTORY` names another build, such as
 * that of the commit before.
 */
async function siteWithReferences(): Promise<string> {
	const { SITE } = process.env;
	if (SITE === undefined) await buildSite({ root: ROOT, log: console.error });
	const siteDir = await mkdtemp(join(tmpdir(), 'cloudvault-bench-site-'));
	await cp(SITE ?? join(ROOT, 'build'), siteDir, { recursive: true });
	await build({
		entryPoints: [join(import.meta.dirname, 'references.ts')],
		outfile: join(siteDir, 'references.js'),
		bundle: true,
		minify: true,
		format: 'esm',
		target: 'es2024',
	});
	await writeFile(
		join(siteDir, 'references.html'),
		'<!doctype html><title>References</title><input type="file" multiple>' +
			'<script type="module" src="/references.js"></script>',
	);
	return siteDir;
}
