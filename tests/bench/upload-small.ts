import { BATCH_CALL_MAX_FILES } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { referenceAlone, uploadAlone, type AloneRun } from './browser/alone.ts';
import { smallFiles, type TestFiles } from './browser/files.ts';
import type { Form } from './browser/references.ts';
import { checkStored } from './browser/stored.ts';
import { BenchVault, LINES, type Requests, type Sender } from './browser/vault.ts';
import { CloudCounts, countsBetween } from './cloud-counts.ts';
import { compareAll, type Pace, type Result } from './compare.ts';
import { processorWords } from './processor.ts';

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
	const counts = new CloudCounts(vault.stack);
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
		vault.line = LINES.L0;
		await printCounts(vault, counts, files);
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
	const run = await uploadBySite(vault, sender, files);
	await checkStored(sender.client, sender.rootId, files.hashes);
	return run.tookMs + (await eventsAfter(vault));
}

async function uploadBySite(
	vault: BenchVault,
	sender: Sender,
	files: TestFiles,
): Promise<AloneRun> {
	const run = await uploadAlone(vault, sender, files.paths);
	console.log(`  the site, in seconds of processor: ${processorWords(run.processor)}`);
	return run;
}

async function byUppy(vault: BenchVault, files: TestFiles): Promise<number> {
	const sender = await vault.newSender();
	const { tookMs } = await referenceAlone(vault, files.paths, {
		kind: 'uppySmall',
		vault: {
			apiUrl: vault.stack.apiUrl,
			accessToken: sender.client.accessToken,
			parentId: sender.rootId,
		},
	});
	await checkStored(sender.client, sender.rootId, files.hashes);
	return tookMs + (await eventsAfter(vault));
}

async function byForms(vault: BenchVault, files: TestFiles): Promise<number> {
	const sender = await vault.newSender();
	const uploads = await begin(sender, files);
	const { tookMs, processor } = await referenceAlone(vault, files.paths, {
		kind: 'rawForms',
		forms: uploads.map(({ transfer }) => transfer.form),
	});
	console.log(`  the forms, in seconds of processor: ${processorWords(processor)}`);
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
	return tookMs;
}

/** What docs/performance.md says 1,000 files ask of AWS: first while they are sent, then by the events of S3. */
async function printCounts(
	vault: BenchVault,
	counts: CloudCounts,
	files: TestFiles,
): Promise<void> {
	const sender = await vault.newSender();
	const before = { ...(await counts.read()), ...vault.bytes };
	await uploadBySite(vault, sender, files);
	await vault.stack.s3?.settleEvents();
	const stored = { ...(await counts.read()), ...vault.bytes };
	const waiting = counts.waitingMessages;
	vault.stack.hurryQueues();
	await vault.stack.settled();
	const followed = countsBetween(stored, await counts.read());
	const left = counts.waitingMessages;
	console.log(
		`  ${String(files.paths.length)} files, with the visit before: ${JSON.stringify(countsBetween(before, stored))}`,
	);
	console.log(
		`  their ${String(waiting)} events, of which ${String(left)} are left: ${JSON.stringify(followed)}`,
	);
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
