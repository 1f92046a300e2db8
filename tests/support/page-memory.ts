import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright';

const SAMPLE_MS = 200;
const PAGE_BYTES = 4096;

/**
 * Runs `work`, and answers with its result and by how many bytes the memory of the browser's pages grew meanwhile, at its peak: what
 * their processes share with none. Undefined where the system does not tell (`/proc` of Linux).
 */
export async function whileMeasuringPages<T>(
	browser: Browser,
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly grownBytes: number | undefined }> {
	const devtools = await browser.newBrowserCDPSession();
	const ended = new AbortController();
	const taken: number[] = [];
	const sampling = (async () => {
		for (;;) {
			taken.push(await pagesBytes());
			await setTimeout(SAMPLE_MS, undefined, { signal: ended.signal });
		}
	})().catch(() => undefined);
	try {
		const result = await work();
		const [first = Number.NaN, ...later] = taken;
		const grownBytes = Math.max(...later) - first;
		return { result, grownBytes: Number.isFinite(grownBytes) ? grownBytes : undefined };
	} finally {
		ended.abort();
		await sampling;
		await devtools.detach();
	}

	async function pagesBytes(): Promise<number> {
		const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
		const sizes = await Promise.all(
			processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => ownBytes(id)),
		);
		return sizes.reduce((sum, bytes) => sum + bytes, 0);
	}
}

/** https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html */
async function ownBytes(processId: number): Promise<number> {
	const text = await readFile(`/proc/${String(processId)}/statm`, 'utf8').catch(() => '');
	const [, resident = Number.NaN, shared = Number.NaN] = text.split(' ').map(Number);
	return (resident - shared) * PAGE_BYTES;
}
