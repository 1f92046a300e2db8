import { FOLDER_PATHS_PER_CALL_MAX } from '#contract/limits';
import type { Page } from 'playwright';
import { againstLimit } from './against-limit.ts';
import { FLING_PX, FLING_SHARE, p95, scrollAbout, type Frames } from './browser/frames.ts';
import { whileCounting } from './browser/page-processor.ts';
import { BenchVault, type Sender } from './browser/vault.ts';
import { compareAll, type Pace, type Result } from './compare.ts';

const ENTRIES = { whole: 100_000, quick: 5_000 };
const FRAMES = { whole: 600, quick: 300 };
/** Of a row of the product there are about twenty elements. */
const ROWS_MAX = 250;
/** Half of what a frame has, so that the other half is left for what else the machine does. */
const PROCESSOR_MS = 8;
const ROW_PX = 48;
const PATIENCE_MS = 60_000;

/** A folder of many entries: frames while it is scrolled, against a bare list that draws thirty rows again and again. */
export async function benchUi({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? ENTRIES.quick : ENTRIES.whole;
	const frames = quick ? FRAMES.quick : FRAMES.whole;
	const vault = await BenchVault.open();
	try {
		const sender = await vault.newSender();
		await fill(sender, count);
		return await vault.atFiles(sender, async (page) => {
			await reachEnd(page, count);
			await loadFlung(page, frames);
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
			paths: Array.from({ length: some }, (_, i) => [nameOf(from + i)]),
		});
	}
}

/** By one jump of the scroll bar: it throws where the last entry cannot be reached so. */
async function reachEnd(page: Page, count: number): Promise<void> {
	await page.locator('[data-scroller]').evaluate((scroller) => {
		scroller.scrollTop = scroller.scrollHeight;
	});
	await page.getByText(nameOf(count - 1)).waitFor();
	await page.locator('[data-scroller]').evaluate((scroller) => {
		scroller.scrollTop = 0;
	});
	await page.getByText(nameOf(0)).waitFor();
}

/** What a fling passes is loaded before it, from page to page: it is the rows that are measured, not the room for them. */
async function loadFlung(page: Page, frames: number): Promise<void> {
	await page.waitForFunction(
		(name) => {
			const rows = [...document.querySelectorAll('[data-scroller] [data-entry-id]')];
			const indexOf = (row: Element) => Number(row.getAttribute('aria-rowindex'));
			rows
				.toSorted((a, b) => indexOf(a) - indexOf(b))
				.at(-1)
				?.scrollIntoView();
			return rows.some((row) => row.textContent.includes(name));
		},
		nameOf(Math.ceil((frames * FLING_SHARE * FLING_PX) / ROW_PX)),
		{ timeout: PATIENCE_MS, polling: 'raf' },
	);
	await page.locator('[data-scroller]').evaluate((scroller) => {
		scroller.scrollTop = 0;
	});
}

function nameOf(index: number): string {
	return `entry ${String(index).padStart(6, '0')}`;
}
