import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { whileMeasuringPages } from '../support/page-memory.ts';
import { largeFile, type TestFiles } from './browser/files.ts';
import { LargeObjects, type UppyRequest } from './browser/large-objects.ts';
import { uploadByHand } from './browser/our-upload.ts';
import { checkStored } from './browser/stored.ts';
import { BenchVault, LINES, type Requests } from './browser/vault.ts';
import { compareAll, median, type Pace, type Result } from './compare.ts';

const MIB = 1024 * 1024;
const SIZE_BYTES = { whole: 1024 * MIB, quick: 256 * MIB };
const PART_BYTES = 16 * MIB;
/** What six connections send at once, and two that are read ahead. */
const PAGE_MAX_BYTES = 8 * PART_BYTES;
const TARGETS = { L0: { uppy: 1.3 }, L1: { uppy: 2 } } as const;
const RAW_TARGETS = { plain: 1, checked: 0.95 } as const;

/**
 * One large file: by the site, by six raw requests at a time, by the same with the checksum of each part, which is what the site promises too,
 * and by Uppy as it is when nothing is set.
 */
export async function benchUploadLarge({ quick, rounds }: Pace): Promise<Result[]> {
	const sizeBytes = quick ? SIZE_BYTES.quick : SIZE_BYTES.whole;
	const parts = sizeBytes / PART_BYTES;
	const file = await largeFile(sizeBytes);
	const vault = await BenchVault.open();
	try {
		const objects = new LargeObjects(vault.stack);
		await bySite(vault, file);
		const hashes = await partHashes(file);
		const results: Result[] = [];
		for (const name of ['L0', 'L1'] as const) {
			vault.line = LINES[name];
			const runs: SiteRun[] = [];
			const [raw, checked, uppy] = await compareAll({
				name: 'upload-large',
				ours: async () => {
					const run = await bySite(vault, file);
					runs.push(run);
					return run.tookMs;
				},
				references: [
					() =>
						byParts(
							vault,
							objects,
							file,
							Array.from({ length: parts }, () => undefined),
						),
					() => byParts(vault, objects, file, hashes),
					() => byUppy(vault, objects, file),
				],
				rounds: quick ? 1 : rounds,
			});
			const what = `one file of ${String(sizeBytes / MIB)} MiB, ${name}`;
			const references = [
				[raw, 'raw', RAW_TARGETS.plain],
				[checked, 'raw with checksums', RAW_TARGETS.checked],
				[uppy, 'Uppy', TARGETS[name].uppy],
			] as const;
			for (const [result, by, targetRatio] of references) {
				if (result) results.push({ ...result, what: `${what}, against ${by} (B3)`, targetRatio });
			}
			results.push(callsOf(runs, parts, what), ...growthOf(runs, what));
			console.log(`  ${what}: ${JSON.stringify(runs.at(-1)?.requests)}`);
		}
		return results;
	} finally {
		await vault.close();
		await file.remove();
	}
}

interface SiteRun {
	readonly tookMs: number;
	readonly requests: Requests;
	readonly grownBytes: number | undefined;
}

async function bySite(vault: BenchVault, file: TestFiles): Promise<SiteRun> {
	const sender = await vault.newSender();
	const run = await vault.atFiles(sender, async (page) => {
		vault.takeRequests();
		const { result, grownBytes } = await whileMeasuringPages(vault.browser, () =>
			uploadByHand(page, file.paths, '1 file stored'),
		);
		return { tookMs: result, requests: vault.takeRequests(), grownBytes };
	});
	await checkStored(sender.client, sender.rootId, file.hashes);
	return run;
}

async function byParts(
	vault: BenchVault,
	objects: LargeObjects,
	file: TestFiles,
	hashes: readonly (string | undefined)[],
): Promise<number> {
	const key = objects.newKey();
	const areChecked = hashes.some((hash) => hash !== undefined);
	const uploadId = await objects.begin(key, areChecked);
	const urls = await Promise.all(
		hashes.map((sha256, index) =>
			sha256 === undefined
				? objects.signPart(key, uploadId, index + 1)
				: objects.signCheckedPart(key, uploadId, { partNumber: index + 1, sha256 }),
		),
	);
	const took = await vault.atReferences(async (page) => {
		await page.locator('input').setInputFiles([...file.paths]);
		return page.evaluate(
			([addresses, partBytes, checked]) =>
				window.references.rawParts(addresses, partBytes, checked),
			[urls, PART_BYTES, areChecked] as const,
		);
	});
	await objects.complete(key, uploadId);
	await objects.checkAndDelete(key, hashOf(file));
	return took;
}

/** SHA-256 of each part, in base64: what is signed for before the clock starts, and made once more by the page. */
async function partHashes({ paths: [path = ''] }: TestFiles): Promise<readonly string[]> {
	const hashes: string[] = [];
	const file = await open(path);
	try {
		const part = Buffer.alloc(PART_BYTES);
		for (;;) {
			const { bytesRead } = await file.read(part, 0, PART_BYTES);
			if (bytesRead === 0) return hashes;
			hashes.push(createHash('sha256').update(part.subarray(0, bytesRead)).digest('base64'));
		}
	} finally {
		await file.close();
	}
}

async function byUppy(vault: BenchVault, objects: LargeObjects, file: TestFiles): Promise<number> {
	const key = objects.newKey();
	const took = await vault.atReferences(async (page) => {
		await page.exposeFunction('signForUppy', async (request: UppyRequest) => {
			await wait(vault.line.apiMs);
			return objects.sign(request);
		});
		await page.locator('input').setInputFiles([...file.paths]);
		return page.evaluate((name) => window.references.uppyLarge(name), key);
	});
	await objects.checkAndDelete(key, hashOf(file));
	return took;
}

function hashOf({ hashes }: TestFiles): string {
	const [hash = ''] = hashes.values();
	return hash;
}

function callsOf(runs: readonly SiteRun[], parts: number, what: string): Result {
	const most = Math.max(...runs.map(({ requests }) => requests.api));
	const ratio = parts / most;
	return {
		name: 'upload-large',
		what: `API calls for ${what}`,
		unit: 'count',
		ours: most,
		reference: parts,
		ratio,
		ratioMin: ratio,
		ratioMax: ratio,
		targetRatio: 2,
	};
}

function growthOf(runs: readonly SiteRun[], what: string): readonly Result[] {
	const grown = runs.flatMap(({ grownBytes }) => grownBytes ?? []);
	if (grown.length === 0) return [];
	const ratios = grown.map((bytes) => PAGE_MAX_BYTES / bytes);
	return [
		{
			name: 'upload-large',
			what: `growth of the page with ${what}`,
			unit: 'bytes',
			ours: median(grown),
			reference: PAGE_MAX_BYTES,
			ratio: median(ratios),
			ratioMin: Math.min(...ratios),
			ratioMax: Math.max(...ratios),
			targetRatio: 1,
		},
	];
}
