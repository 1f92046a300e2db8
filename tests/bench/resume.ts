import type { Page } from 'playwright';
import { againstLimit } from './against-limit.ts';
import { largeFile } from './browser/files.ts';
import { chooseFiles, countParts, untilStored, watchUploads } from './browser/our-upload.ts';
import { checkStored } from './browser/stored.ts';
import { BenchVault } from './browser/vault.ts';
import type { Pace, Result } from './compare.ts';

const MIB = 1024 * 1024;
const SIZE_BYTES = { whole: 1024 * MIB, quick: 256 * MIB };
const PART_BYTES = 16 * MIB;
const CLOSED_AT = 0.6;
const UNDER_WAY = 6;
const STARTS_WITHIN_MS = 300;
const ROUNDS = { whole: 3, quick: 1 };
/** Slow enough that a tab is closed between two parts. */
const LINE = { apiMs: 0, storageMs: 300, preflightMs: 0 };

/** A large file whose tab is closed at 60 %, and which is chosen again in a new one. */
export async function benchResume({ quick }: Pace): Promise<Result[]> {
	const sizeBytes = quick ? SIZE_BYTES.quick : SIZE_BYTES.whole;
	const parts = sizeBytes / PART_BYTES;
	const file = await largeFile(sizeBytes);
	const vault = await BenchVault.open();
	vault.line = LINE;
	try {
		const again: number[] = [];
		const starts: number[] = [];
		for (let round = 0; round < (quick ? ROUNDS.quick : ROUNDS.whole); round++) {
			const sender = await vault.newSender();
			await vault.atFiles(sender, async (page) => {
				const before = countParts(page);
				await chooseFiles(page, file.paths);
				await before.arrived(Math.floor(parts * CLOSED_AT));
				const next = await page.context().newPage();
				await page.close({ runBeforeUnload: false });
				const after = countParts(next);
				await next.goto(`${vault.stack.siteUrl}/folders`);
				await chooseAgain(next, file.paths);
				await untilStored(next);
				starts.push(await firstRequestMs(next));
				again.push((before.sent + after.sent - parts) * PART_BYTES);
			});
			await checkStored(sender.client, sender.rootId, file.hashes);
		}
		const what = `a file of ${String(sizeBytes / MIB)} MiB, closed at 60 % (B4)`;
		const limitBytes = UNDER_WAY * PART_BYTES;
		const name = 'resume';
		return [
			againstLimit({ name, what: `sent again of ${what}`, unit: 'bytes' }, again, limitBytes),
			againstLimit(
				{ name, what: `first request of ${what}`, unit: 'ms' },
				starts,
				STARTS_WITHIN_MS,
			),
		];
	} finally {
		await vault.close();
		await file.remove();
	}
}

async function chooseAgain(page: Page, paths: readonly string[]): Promise<void> {
	const button = page.getByRole('button', { name: /choose the file again/i });
	await button.waitFor();
	await watchUploads(page, '1 file stored');
	const choosing = page.waitForEvent('filechooser');
	await button.click();
	await (await choosing).setFiles([...paths]);
}

/** From the choice to the first part, by the browser's own clock. */
function firstRequestMs(page: Page): Promise<number> {
	return page.evaluate(() => {
		const chosenAt = performance.getEntriesByName('chosen')[0]?.startTime ?? Number.NaN;
		const starts = performance
			.getEntriesByType('resource')
			.filter(({ name }) => name.includes('partNumber='))
			.map(({ startTime }) => startTime);
		return Math.min(...starts) - chosenAt;
	});
}
