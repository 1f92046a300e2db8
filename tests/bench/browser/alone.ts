import type { Page } from 'playwright';
import { processorBetween, processorSeconds, type ProcessorSeconds } from '../processor.ts';
import { chooseFiles } from './our-upload.ts';
import type { Reference } from './references.ts';
import { UnwatchedBrowser } from './unwatched.ts';
import type { BenchVault, Sender } from './vault.ts';

/** Until the browser is let alone, in milliseconds. */
const ALONE_MS = 1500;
const PATIENCE_MS = 600_000;

/** How the title of a page begins that tells how many milliseconds it took. */
const TOOK = 'took ';
/** How it begins where it has failed. */
const FAILED = 'failed ';

export interface AloneRun {
	readonly tookMs: number;
	/** Of the product, the browser and this process, from when the page is let alone. */
	readonly processor: ProcessorSeconds;
	/** By how much the page and its workers have grown meanwhile, at most. */
	readonly grownBytes: number;
}

/**
 * What a page does by itself, in a browser without a past. `begin` drives it up to where it would start, and has it wait until it is let
 * alone: whoever watches a browser is sent the bytes of each request too, which costs more than to send them. The browser is open
 * until `after` has ended.
 */
async function runAlone(
	begin: (page: Page) => Promise<void>,
	after?: () => Promise<void>,
): Promise<AloneRun> {
	const browser = await UnwatchedBrowser.open();
	try {
		await browser.drive(begin);
		const before = await processorSeconds();
		let tookMs: number | undefined;
		const until = performance.now() + PATIENCE_MS;
		const grownBytes = await browser.grownBytesUntil(async () => {
			if (performance.now() > until) throw new Error('The page does not end.');
			tookMs = tookMsOf(await browser.title());
			return tookMs !== undefined;
		});
		const processor = processorBetween(before, await processorSeconds());
		await after?.();
		return { tookMs: tookMs ?? Number.NaN, processor, grownBytes };
	} finally {
		await browser.close();
	}
}

/** Undefined while the page has not ended. */
function tookMsOf(title: string): number | undefined {
	if (title.startsWith(FAILED)) throw new Error(`The page has ${title}`);
	return title.startsWith(TOOK) ? Number(title.slice(TOOK.length)) : undefined;
}

/** Milliseconds and processor of an upload by hand into the empty vault of the sender, by a page that is alone. */
export async function uploadAlone(
	vault: BenchVault,
	sender: Sender,
	paths: readonly string[],
	after?: () => Promise<void>,
): Promise<AloneRun> {
	return runAlone(async (page) => {
		await vault.openFiles(page, sender);
		// As in a browser that was there before: its service worker is at work, and no longer fetches the site.
		await page.evaluate(() => navigator.serviceWorker.ready);
		await vault.reloadFiles(page);
		const count = paths.length.toLocaleString('en');
		await holdUpload(page, `${count} ${paths.length === 1 ? 'file' : 'files'} stored`);
		await chooseFiles(page, paths);
		vault.takeRequests();
	}, after);
}

/** The same for what the page with the references does with these files. */
export async function referenceAlone(
	vault: BenchVault,
	paths: readonly string[],
	reference: Reference,
): Promise<AloneRun> {
	return runAlone(async (page) => {
		await page.goto(`${vault.stack.siteUrl}/references.html`);
		await page.locator('input').setInputFiles([...paths]);
		await page.evaluate(([wanted, ms]) => window.references.runLater(wanted, ms), [
			reference,
			ALONE_MS,
		] as const);
	});
}

/** The next choice of files reaches the page when it is alone; its title tells how long it took from then until its tray says `words`. */
async function holdUpload(page: Page, words: string): Promise<void> {
	await page.evaluate(
		([wanted, aloneMs, took]) => {
			let chosenAt = Number.NaN;
			const hold = (event: Event) => {
				event.stopImmediatePropagation();
				document.removeEventListener('change', hold, { capture: true });
				setTimeout(() => {
					chosenAt = performance.now();
					event.target?.dispatchEvent(new Event('change', { bubbles: true }));
				}, aloneMs);
			};
			document.addEventListener('change', hold, { capture: true });
			new MutationObserver((_, observer) => {
				const tray = document.querySelector('[aria-label="Uploads"]');
				if (tray?.textContent.includes(wanted) !== true) return;
				observer.disconnect();
				document.title = took + String(performance.now() - chosenAt);
			}).observe(document.body, { childList: true, subtree: true, characterData: true });
		},
		[words, ALONE_MS, TOOK] as const,
	);
}
