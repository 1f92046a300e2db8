import { BATCH_CALL_MAX_FILES } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { smallFiles, type TestFiles } from './browser/files.ts';
import { uploadByHand } from './browser/our-upload.ts';
import type { Form } from './browser/references.ts';
import { checkStored } from './browser/stored.ts';
import { BenchVault, LINES, type Requests, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';

const FILES = { whole: 1000, quick: 500 };
const SIZE_BYTES = 20_000;
/** The first round starts functions and fills caches. */
const WARM_UP_FILES = 20;

/**
 * Small files in a browser, by three ways into the same vault: the site, Uppy with a call to begin and a call to commit for each file, and
 * forms signed before the clock starts. The work that S3's events cause counts in the first two, as if it came after the browser's.
 */
export async function benchUploadSmall({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? FILES.quick : FILES.whole;
	const files = await smallFiles(count, SIZE_BYTES);
	const few = await smallFiles(WARM_UP_FILES, SIZE_BYTES);
	const vault = await BenchVault.open();
	try {
		for (const send of [bySite, byUppy, byForms]) await send(vault, few);
		const results: Result[] = [];
		for (const [name, line] of Object.entries(LINES)) {
			vault.line = line;
			const asked = { requests: [] as Requests[] };
			const [uppy, raw] = await compareAll({
				name: 'upload-small',
				ours: async () => {
					vault.takeRequests();
					const took = await bySite(vault, files);
					asked.requests.push(vault.takeRequests());
					return took;
				},
				references: [() => byUppy(vault, files), () => byForms(vault, files)],
				rounds: quick ? 1 : rounds,
			});
			const what = `${String(count)} files of 20 kB, ${name}`;
			const targets = { L0: [1.3, 0.9], L1: [2, 0.9] }[name] ?? [];
			if (uppy)
				results.push({ ...uppy, what: `${what}, against Uppy (B1)`, targetRatio: targets[0] ?? 1 });
			if (raw)
				results.push({ ...raw, what: `${what}, against raw (B2)`, targetRatio: targets[1] ?? 1 });
			results.push(callsOf(asked.requests, count, what));
		}
		return results;
	} finally {
		await vault.close();
		await files.remove();
		await few.remove();
	}
}

/** B17: against a call to begin and one to commit for each file. A preflight counts as a call. */
function callsOf(rounds: readonly Requests[], count: number, what: string): Result {
	const most = Math.max(...rounds.map(({ api, preflights }) => api + preflights));
	console.log(`  ${what}: ${JSON.stringify(rounds.at(-1))}`);
	const ratio = (2 * count) / most;
	return {
		name: 'upload-small',
		what: `API calls and preflights for ${what} (B17)`,
		unit: 'count',
		ours: most,
		reference: 2 * count,
		ratio,
		ratioMin: ratio,
		ratioMax: ratio,
		targetRatio: 50,
	};
}

async function bySite(vault: BenchVault, files: TestFiles): Promise<number> {
	const sender = await vault.newSender();
	const took = await vault.atFiles(sender, async (page) => {
		vault.takeRequests();
		const words = `${files.paths.length.toLocaleString('en')} files stored`;
		return uploadByHand(page, files.paths, words);
	});
	await checkStored(sender.client, sender.rootId, files.hashes);
	return took + (await eventsAfter(vault));
}

async function byUppy(vault: BenchVault, files: TestFiles): Promise<number> {
	const sender = await vault.newSender();
	const took = await vault.atReferences(async (page) => {
		await page.locator('input').setInputFiles([...files.paths]);
		return page.evaluate((address) => window.references.uppySmall(address), {
			apiUrl: vault.stack.apiUrl,
			accessToken: sender.client.accessToken,
			parentId: sender.rootId,
		});
	});
	await checkStored(sender.client, sender.rootId, files.hashes);
	return took + (await eventsAfter(vault));
}

async function byForms(vault: BenchVault, files: TestFiles): Promise<number> {
	const sender = await vault.newSender();
	const uploads = await begin(sender, files);
	const took = await vault.atReferences(async (page) => {
		await page.locator('input').setInputFiles([...files.paths]);
		return page.evaluate(
			(forms) => window.references.rawForms(forms),
			uploads.map(({ transfer }) => transfer.form),
		);
	});
	// The vault takes them over now, outside of the time, so that they can be compared.
	for (let i = 0; i < uploads.length; i += BATCH_CALL_MAX_FILES) {
		await sender.client.call('completeUploads', {
			uploads: uploads
				.slice(i, i + BATCH_CALL_MAX_FILES)
				.map(({ uploadId, checksum }) => ({ uploadId, checksum })),
		});
	}
	await checkStored(sender.client, sender.rootId, files.hashes);
	await eventsAfter(vault);
	return took;
}

interface Begun {
	readonly uploadId: string;
	readonly checksum: string;
	readonly transfer: { readonly form: Form };
}

async function begin({ client, rootId }: Sender, { paths, hashes }: TestFiles): Promise<Begun[]> {
	const batch = { id: randomUUID(), fileCount: paths.length };
	const begun: Begun[] = [];
	for (let i = 0; i < paths.length; i += BATCH_CALL_MAX_FILES) {
		const some = paths.slice(i, i + BATCH_CALL_MAX_FILES);
		const asked = await Promise.all(
			some.map(async (path) => ({
				ref: randomUUID(),
				parentId: rootId,
				name: basename(path),
				sizeBytes: (await stat(path)).size,
				contentType: 'application/octet-stream',
				sha256: hashes.get(basename(path)) ?? '',
				modifiedAt: null,
				onConflict: 'keep-both',
			})),
		);
		const { files } = await client.call<{ files: Begun[] }>('beginUploads', {
			batch,
			files: asked,
		});
		begun.push(...files.map((file, at) => ({ ...file, checksum: asked[at]?.sha256 ?? '' })));
	}
	return begun;
}

/** Milliseconds that the events of S3 took, once all of them are followed. */
async function eventsAfter(vault: BenchVault): Promise<number> {
	const before = await vault.eventMs();
	await vault.stack.s3?.settleEvents();
	vault.stack.hurryQueues();
	await vault.stack.settled();
	return (await vault.eventMs()) - before;
}
