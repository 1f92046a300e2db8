import { FOLDER_PATHS_PER_CALL_MAX } from '#contract/limits';
import type { Page } from 'playwright';
import { againstLimit } from './against-limit.ts';
import { p95, scrollAbout, type Frames } from './browser/frames.ts';
import { whileCounting } from './browser/page-processor.ts';
import { BenchVault, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';

const ENTRIES = { whole: 100_000, quick: 5_000 };
const FRAMES = { whole: 1200, quick: 300 };
/** Of a row of the product there are about twenty elements. */
const ROWS_MAX = 250;
/** Half of what a frame has, so that the other half is left for what else the machine does. */
const PROCESSOR_MS = 8;
const PATIENCE_MS = 600_000;

/** A folder of many entries: frames while it is scrolled, against a bare list that draws thirty rows again and again. */
export async function benchUi({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? ENTRIES.quick : ENTRIES.whole;
	const frames = quick ? FRAMES.quick : FRAMES.whole;
	const vault = await BenchVault.open();
	try {
		const sender = await vault.newSender();
		await fill(sender, count);
		return await vault.atFiles(sender, async (page) => {
			await loadAll(page, count);
			const bare = await page.context().newPage();
			await bare.goto(`${vault.stack.siteUrl}/references.html`);
			await bare.evaluate((rows) => window.references.bareList(rows), count);
			const rows: number[] = [];
			const processor: number[] = [];
			const run = async (at: Page): Promise<Frames & { processorMs: number }> => {
				await at.bringToFront();
				const { result, processorMs } = await whileCounting(at, () => scrollAbout(at, frames));
				return { ...result, processorMs: processorMs / frames };
			};
			const [against] = await compareAll({
				name: 'ui',
				ours: async () => {
					const taken = await run(page);
					rows.push(await page.locator('[data-entry-id]').count());
					processor.push(taken.processorMs);
					console.log(`  ${String(taken.elements)} elements at most`);
					return p95(taken);
				},
				references: [async () => p95(await run(bare))],
				rounds: quick ? 1 : rounds,
			});
			const what = `${String(count)} entries`;
			return [
				...(against
					? [{ ...against, what: `${what}: p95 of frames (B14)`, targetRatio: 0.95 }]
					: []),
				againstLimit(
					{ name: 'ui', what: `${what}: of the processor for a frame`, unit: 'ms' },
					processor,
					PROCESSOR_MS,
				),
				againstLimit(
					{ name: 'ui', what: `${what}: rows in the document`, unit: 'count' },
					rows,
					ROWS_MAX,
				),
			];
		});
	} finally {
		await vault.close();
	}
}

async function fill({ client, rootId }: Sender, count: number): Promise<void> {
	for (let from = 0; from < count; from += FOLDER_PATHS_PER_CALL_MAX) {
		const some = Math.min(FOLDER_PATHS_PER_CALL_MAX, count - from);
		await client.call('ensureFolders', {
			parentId: rootId,
			paths: Array.from({ length: some }, (_, i) => [`entry ${String(from + i).padStart(6, '0')}`]),
		});
	}
}

/** Scrolls until the last entry is on the screen: it throws where that cannot be reached. */
async function loadAll(page: Page, count: number): Promise<void> {
	const last = `entry ${String(count - 1).padStart(6, '0')}`;
	await page.waitForFunction(
		(name) => {
			const scroller = document.querySelector('[data-scroller]');
			if (scroller === null) return false;
			scroller.scrollTop = scroller.scrollHeight;
			return scroller.textContent.includes(name);
		},
		last,
		{ timeout: PATIENCE_MS, polling: 'raf' },
	);
}
