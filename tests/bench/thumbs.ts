import { setTimeout as wait } from 'node:timers/promises';
import { whileTracingTasks, type LongestTask } from '../support/page-tasks.ts';
import { againstLimit } from './against-limit.ts';
import { photos, type TestFiles } from './browser/files.ts';
import { uploadByHand } from './browser/our-upload.ts';
import { checkStored, listFiles } from './browser/stored.ts';
import { BenchVault, LINES, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';

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
		await upload(vault, plain, 0);
		const runs: Run[] = [];
		const [against] = await compareAll({
			name: 'thumbs',
			ours: async () => {
				const run = await upload(vault, shown, count);
				runs.push(run);
				return run.tookMs;
			},
			references: [async () => (await upload(vault, plain, 0)).tookMs],
			rounds: quick ? 1 : rounds,
		});
		for (const { longest } of runs) console.log(`  longest task ${JSON.stringify(longest)}`);
		const what = `${String(count)} photos of 12 MP, L1`;
		const name = 'thumbs';
		return [
			...(against ? [{ ...against, what: `${what}, with pictures (B16)`, targetRatio: 0.95 }] : []),
			againstLimit(
				{ name, what: `${what}: last picture after the last file`, unit: 'ms' },
				runs.map(({ picturesMs }) => picturesMs),
				LATEST_MS,
			),
			againstLimit(
				{ name, what: `${what}: longest task of the page, of the processor`, unit: 'ms' },
				runs.map(({ longest }) => longest.processorMs),
				LONG_TASK_MS,
			),
		];
	} finally {
		await vault.close();
		await shown.remove();
		await plain.remove();
	}
}

interface Run {
	readonly tookMs: number;
	/** From the last file to the last picture. */
	readonly picturesMs: number;
	readonly longest: LongestTask;
}

async function upload(vault: BenchVault, files: TestFiles, pictures: number): Promise<Run> {
	const sender = await vault.newSender();
	const run = await vault.atFiles(sender, async (page) => {
		const { result, longest } = await whileTracingTasks(vault.browser, async () => {
			const words = `${String(files.paths.length)} files stored`;
			const tookMs = await uploadByHand(page, files.paths, words);
			const storedAt = performance.now();
			await untilPictures(sender, pictures);
			return { tookMs, picturesMs: performance.now() - storedAt };
		});
		return { ...result, longest };
	});
	await checkStored(sender.client, sender.rootId, files.hashes);
	return run;
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
