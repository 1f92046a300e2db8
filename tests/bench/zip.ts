import { randomBytes } from 'node:crypto';
import { access, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { againstLimit } from './against-limit.ts';
import { UnwatchedBrowser } from './browser/unwatched.ts';
import { BenchVault, type Sender } from './browser/vault.ts';
import type { Pace, Result } from './compare.ts';

const MIB = 1024 * 1024;
/** Set after the first measurement; that it does not follow the bytes is what the two large zips are compared for. */
const PAGE_MAX_BYTES = 192 * MIB;
const FOLDER = 'Zip';
/** Until the browser is let alone, in milliseconds. */
const ALONE_MS = 3000;
/** Names in one call. */
const AT_ONCE = 500;

interface Zip {
	readonly what: string;
	readonly files: number;
	readonly sizeBytes: number;
}

const LARGE: Zip = { what: 'a zip of 300 MB', files: 18, sizeBytes: 16 * MIB };
const LARGER: Zip = { what: 'a zip of 900 MB', files: 54, sizeBytes: 16 * MIB };
const MANY: Zip = { what: 'a zip of 5,000 files', files: 5000, sizeBytes: 20_000 };
const QUICK: readonly Zip[] = [
	{ what: 'a zip of 100 MB', files: 6, sizeBytes: 16 * MIB },
	{ what: 'a zip of 1,000 files', files: 1000, sizeBytes: 20_000 },
];

/** Zips through the service worker, as in a browser without a dialog for saving: by how much its pages and workers grow meanwhile. */
export async function benchZip({ quick }: Pace): Promise<Result[]> {
	const vault = await BenchVault.open();
	try {
		const results: Result[] = [];
		for (const zip of quick ? QUICK : [LARGE, LARGER, MANY]) {
			const sender = await vault.newSender();
			await store(sender, zip);
			const grown = await save(vault, sender, zip);
			const about = { name: 'zip', what: `memory of ${zip.what}`, unit: 'bytes' } as const;
			results.push(againstLimit(about, [grown], PAGE_MAX_BYTES));
		}
		return results;
	} finally {
		await vault.close();
	}
}

async function store({ client, rootId }: Sender, { files, sizeBytes }: Zip): Promise<void> {
	const folderId = await client.createFolder(rootId, FOLDER);
	const bytes = randomBytes(sizeBytes);
	const names = Array.from({ length: files }, (_, n) => `${String(n)}.bin`);
	for (let at = 0; at < names.length; at += AT_ONCE) {
		await client.uploadAll(folderId, names.slice(at, at + AT_ONCE), bytes);
	}
}

async function save(vault: BenchVault, sender: Sender, zip: Zip): Promise<number> {
	const browser = await UnwatchedBrowser.open();
	try {
		await browser.drive(async (page) => {
			await vault.openFiles(page, sender);
			await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
			await page.evaluate(() => navigator.serviceWorker.ready);
			await page.reload();
			await page.getByRole('button', { name: `More for ${FOLDER}`, exact: true }).click();
			const item = page.getByRole('menuitem', { name: 'Download' });
			await item.evaluate((element: HTMLElement, ms) => {
				setTimeout(() => element.click(), ms);
			}, ALONE_MS);
		});
		const began = performance.now();
		const path = join(browser.downloadDir, `${FOLDER}.zip`);
		const grownBytes = await browser.grownBytesUntil(() => exists(path));
		const seconds = (performance.now() - began) / 1000;
		await checkWhole(path, zip);
		const grown = `grown by ${String(Math.round(grownBytes / MIB))} MiB`;
		console.log(`  ${zip.what}: ${seconds.toFixed(1)} s, ${grown}`);
		return grownBytes;
	} finally {
		await browser.close();
	}
}

/** The browser gives a download its name when it is whole. */
const exists = (path: string) =>
	access(path).then(
		() => true,
		() => false,
	);

/** The zip on the disk has all files: the end of its central directory counts them. */
async function checkWhole(path: string, { files, sizeBytes }: Zip): Promise<void> {
	const { size } = await stat(path);
	const file = await open(path);
	try {
		const end = Buffer.alloc(END_BYTES);
		await file.read(end, 0, END_BYTES, size - END_BYTES);
		const counted = end.readUInt16LE(10);
		if (counted !== files || size < files * sizeBytes) {
			throw new Error(`A zip of ${String(counted)} files and ${String(size)} bytes`);
		}
	} finally {
		await file.close();
	}
}

/** PKWARE's APPNOTE, 4.3.16: without a comment. */
const END_BYTES = 22;
