import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';
import { BROWSERS, findProgram } from '../../../local/setup/programs.js';

const SAMPLE_MS = 250;
const PAGE_BYTES = 4096;
const ARGS = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--window-size=1440,900',
	'--remote-debugging-port=0',
];

/** The first sentence of a browser that may be driven. */
const LISTENING = /^DevTools listening on (?<address>ws:\S+)/;

/**
 * A browser that is driven at first and then let alone: while it is watched it keeps up to 200 MB of what its pages have read, for
 * the developer who might look.
 */
export class UnwatchedBrowser {
	readonly downloadDir: string;
	readonly #process: ChildProcess;
	readonly #directory: string;
	readonly #address: string;

	private constructor(directory: string, process: ChildProcess, address: string) {
		this.#directory = directory;
		this.downloadDir = join(directory, 'downloads');
		this.#process = process;
		this.#address = address;
	}

	static async open(): Promise<UnwatchedBrowser> {
		const directory = await mkdtemp(join(tmpdir(), 'cloudvault-browser-'));
		await mkdir(join(directory, 'Default'), { recursive: true });
		const download = {
			default_directory: join(directory, 'downloads'),
			prompt_for_download: false,
		};
		await writeFile(join(directory, 'Default/Preferences'), JSON.stringify({ download }));
		const program = findProgram(BROWSERS);
		if (program === undefined) throw new Error('There is no browser.');
		const browser = spawn(program, [...ARGS, `--user-data-dir=${directory}`, 'about:blank'], {
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		for await (const line of createInterface({ input: browser.stderr })) {
			const address = LISTENING.exec(line)?.groups?.address;
			if (address === undefined) continue;
			// What is not read would stop it one day.
			browser.stderr.resume();
			return new UnwatchedBrowser(directory, browser, address);
		}
		throw new Error('The browser ended before it could be driven.');
	}

	/** What its one page calls itself: all that can be asked without watching it. */
	async title(): Promise<string> {
		const { host } = new URL(this.#address);
		const response = await fetch(`http://${host}/json/list`);
		const targets = (await response.json()) as { type: string; title: string }[];
		return targets.find(({ type }) => type === 'page')?.title ?? '';
	}

	/** Drives its one page, and lets go of it. */
	async drive(drive: (page: Page) => Promise<void>): Promise<void> {
		const browser = await chromium.connectOverCDP(this.#address, { isLocal: true });
		const [page] = browser.contexts()[0]?.pages() ?? [];
		if (page === undefined) throw new Error('The browser has no page.');
		await drive(page);
		await browser.close();
	}

	/** Answers by how many bytes what its pages and workers share with no other process has grown at most, until `ended`. */
	async grownBytesUntil(ended: () => Promise<boolean>): Promise<number> {
		const first = await this.#bytes();
		let most = first;
		while (!(await ended())) {
			await wait(SAMPLE_MS);
			most = Math.max(most, await this.#bytes());
		}
		return most - first;
	}

	async close(): Promise<void> {
		const ended = once(this.#process, 'exit');
		this.#process.kill();
		await ended;
		await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
	}

	async #bytes(): Promise<number> {
		const parents = new Map(await Promise.all((await processIds()).map(parentOf)));
		const ours = [...parents.keys()].filter((id) => this.#isOurs(id, parents));
		const sizes = await Promise.all(ours.map(rendererBytes));
		return sizes.reduce((sum, bytes) => sum + bytes, 0);
	}

	#isOurs(id: number, parents: ReadonlyMap<number, number>): boolean {
		for (let above: number | undefined = id; above !== undefined; above = parents.get(above)) {
			if (above === this.#process.pid) return true;
		}
		return false;
	}
}

async function processIds(): Promise<readonly number[]> {
	return (await readdir('/proc')).map(Number).filter((id) => id > 0);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the fourth field, after a name that may hold anything. */
async function parentOf(id: number): Promise<readonly [number, number]> {
	const text = await readFile(`/proc/${String(id)}/stat`, 'utf8').catch(() => '');
	const [, parent = 0] = text
		.slice(text.lastIndexOf(')') + 2)
		.split(' ')
		.map(Number);
	return [id, parent];
}

/** Nothing of what is no page and no worker. https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html */
async function rendererBytes(id: number): Promise<number> {
	const read = (file: string) => readFile(`/proc/${String(id)}/${file}`, 'utf8').catch(() => '');
	if (!(await read('cmdline')).includes('--type=renderer')) return 0;
	const [, resident = 0, shared = 0] = (await read('statm')).split(' ').map(Number);
	return (resident - shared) * PAGE_BYTES;
}
