import { randomBytes } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { Download, Page } from 'playwright';
import { againstLimit } from './against-limit.ts';
import { whileMeasuringPages } from './browser/page-memory.ts';
import { BenchVault, type Sender } from './browser/vault.ts';
import type { Pace, Result } from './compare.ts';

const MIB = 1024 * 1024;
/** Files that are read ahead and a piece for the disk, with what a page takes and gives back meanwhile; far less than the zip. */
const PAGE_MAX_BYTES = 64 * MIB;
const FOLDER = 'Zip';
/** Names in one call. */
const AT_ONCE = 500;

interface Zip {
	readonly what: string;
	readonly files: number;
	readonly sizeBytes: number;
}

const LARGE: Zip = { what: 'a zip of 300 MB', files: 18, sizeBytes: 16 * MIB };
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
		for (const zip of quick ? QUICK : [LARGE, MANY]) {
			const sender = await vault.newSender();
			await store(sender, zip);
			const grown = await vault.atFiles(sender, (page) => save(vault, page, zip), {
				serviceWorkers: 'allow',
			});
			const about = { name: 'zip', what: `memory of ${zip.what}`, unit: 'bytes' } as const;
			if (grown !== undefined) results.push(againstLimit(about, [grown], PAGE_MAX_BYTES));
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

async function save(vault: BenchVault, page: Page, zip: Zip): Promise<number | undefined> {
	await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	await page.getByRole('button', { name: `More for ${FOLDER}`, exact: true }).click();
	const before = performance.now();
	const { grownBytes } = await whileMeasuringPages(vault.browser, async () => {
		const saving = page.waitForEvent('download', { timeout: 120_000 });
		await page.getByRole('menuitem', { name: 'Download' }).click();
		await checkWhole(await saving, zip);
	});
	const seconds = (performance.now() - before) / 1000;
	console.log(
		`  ${zip.what}: ${seconds.toFixed(1)} s, grown by ${String(Math.round((grownBytes ?? 0) / MIB))} MiB`,
	);
	return grownBytes;
}

/** The zip on the disk has all files: the end of its central directory counts them. */
async function checkWhole(download: Download, { files, sizeBytes }: Zip): Promise<void> {
	const path = await download.path();
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
