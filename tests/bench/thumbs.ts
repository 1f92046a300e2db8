import { setTimeout as wait } from 'node:timers/promises';
import { whileTracingTasks, type LongestTask } from '../support/page-tasks.ts';
import { againstLimit } from './against-limit.ts';
import { uploadAlone, type AloneRun } from './browser/alone.ts';
import { photos, type TestFiles } from './browser/files.ts';
import { uploadByHand } from './browser/our-upload.ts';
import { checkStored, listFiles } from './browser/stored.ts';
import { BenchVault, LINES, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';
import { processorWords } from './processor.ts';

const PHOTOS = { whole: 100, quick: 20 };
const LATEST_MS = 10_000;
const LONG_TASK_MS = 50;
const PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 200;

/** What the pictures of photos cost their upload and the page, and how soon they are there. */
export async function benchThumbs({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? PHOTOS.quick : PHOTOS.whole;
	const { shown, plain } = await photos(count);
	const vault = await BenchVault.open();
	vault.line = LINES.L1;
	try {
		const longest = await longestTask(vault, shown, count);
		console.log(`  longest task ${JSON.stringify(longest)}`);
		const lastMs: number[] = [];
		const [against] = await compareAll({
			name: 'thumbs',
			ours: async () => {
				const { run, picturesMs } = await upload(vault, shown, count);
				console.log(`  with pictures, in seconds of processor: ${processorWords(run.processor)}`);
				lastMs.push(picturesMs);
				return run.tookMs;
			},
			references: [
				async () => {
					const { run } = await upload(vault, plain, 0);
					console.log(`  without, in seconds of processor: ${processorWords(run.processor)}`);
					return run.tookMs;
				},
			],
			rounds: quick ? 1 : rounds,
		});
		const what = `${String(count)} photos of 12 MP, L1`;
		const name = 'thumbs';
		return [
			...(against ? [{ ...against, what: `${what}, with pictures (B16)`, targetRatio: 0.95 }] : []),
			againstLimit(
				{ name, what: `${what}: last picture after the last file`, unit: 'ms' },
				lastMs,
				LATEST_MS,
			),
			againstLimit(
				{ name, what: `${what}: longest task of the page, of the processor`, unit: 'ms' },
				[longest.processorMs],
				LONG_TASK_MS,
			),
		];
	} finally {
		await vault.close();
		await shown.remove();
		await plain.remove();
	}
}

interface Upload {
	readonly run: AloneRun;
	/** From the last file to the last picture. */
	readonly picturesMs: number;
}

async function upload(vault: BenchVault, files: TestFiles, pictures: number): Promise<Upload> {
	const sender = await vault.newSender();
	let picturesMs = 0;
	const run = await uploadAlone(vault, sender, files.paths, async () => {
		const storedAt = performance.now();
		await untilPictures(sender, pictures);
		picturesMs = performance.now() - storedAt;
	});
	await checkStored(sender.client, sender.rootId, files.hashes);
	return { run, picturesMs };
}

/** In a run of its own, as tracing takes of the processor too. It also starts the functions and fills their caches. */
async function longestTask(
	vault: BenchVault,
	files: TestFiles,
	pictures: number,
): Promise<LongestTask> {
	const sender = await vault.newSender();
	return vault.atFiles(sender, async (page) => {
		const { longest } = await whileTracingTasks(vault.browser, async () => {
			await uploadByHand(page, files.paths, `${String(files.paths.length)} files stored`);
			await untilPictures(sender, pictures);
		});
		return longest;
	});
}

async function untilPictures({ client, rootId }: Sender, count: number): Promise<void> {
	const startedAt = performance.now();
	for (;;) {
		const listed = await listFiles(client, rootId);
		if (listed.filter(({ hasThumb }) => hasThumb).length >= count) return;
		if (performance.now() - startedAt > PATIENCE_MS) throw new Error('Pictures are missing');
		await wait(LOOK_EVERY_MS);
	}
}
