import type { Page } from 'playwright';

const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 200;

/** Milliseconds from the choice of the files until the tray says that all are stored, by the browser's own clock. `words`: how it says so. */
export async function uploadByHand(
	page: Page,
	paths: readonly string[],
	words: string,
): Promise<number> {
	await watchUploads(page, words);
	await chooseFiles(page, paths);
	return untilStored(page);
}

/** From now on the page marks when files are chosen, and when its tray says these words. */
export async function watchUploads(page: Page, words: string): Promise<void> {
	await page.evaluate((wanted) => {
		document.addEventListener('change', () => performance.mark('chosen'), { capture: true });
		new MutationObserver((_, observer) => {
			const tray = document.querySelector('[aria-label="Uploads"]');
			if (tray?.textContent.includes(wanted) !== true) return;
			observer.disconnect();
			performance.mark('stored');
		}).observe(document.body, { childList: true, subtree: true, characterData: true });
	}, words);
}

export async function chooseFiles(page: Page, paths: readonly string[]): Promise<void> {
	await page.getByRole('button', { name: 'New', exact: true }).click();
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('menuitem', { name: 'Upload files' }).click();
	await (await choosing).setFiles([...paths]);
}

/** Milliseconds since the choice. */
export async function untilStored(page: Page): Promise<number> {
	await page.waitForFunction(() => performance.getEntriesByName('stored').length > 0, undefined, {
		timeout: PATIENCE_MS,
		polling: LOOK_EVERY_MS,
	});
	return page.evaluate(() => {
		const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
		return at('stored') - at('chosen');
	});
}

/** Parts that a page has sent. */
interface PartCount {
	readonly sent: number;
	/** Resolves once so many have arrived. */
	arrived(count: number): Promise<void>;
}

/** From now on. */
export function countParts(page: Page): PartCount {
	let [sent, arrived] = [0, 0];
	let look = (): void => undefined;
	page.on('request', (request) => {
		if (request.method() === 'PUT') sent += 1;
	});
	page.on('requestfinished', (request) => {
		if (request.method() === 'PUT') arrived += 1;
		look();
	});
	return {
		get sent() {
			return sent;
		},
		arrived: (count) =>
			new Promise((resolve) => {
				look = () => {
					if (arrived >= count) resolve();
				};
				look();
			}),
	};
}
