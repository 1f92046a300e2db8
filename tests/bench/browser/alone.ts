import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { processorBetween, processorSeconds, type ProcessorSeconds } from '../processor.ts';
import { UnwatchedBrowser } from './unwatched.ts';

/** Until the browser is let alone, in milliseconds. */
export const ALONE_MS = 1500;
const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 600_000;

/** How the title of a page begins that tells how many milliseconds it took. */
const TOOK = 'took ';
/** How it begins where it has failed. */
const FAILED = 'failed ';

export interface AloneRun {
	readonly tookMs: number;
	/** Of the product, the browser and this process, from when the page is let alone. */
	readonly processor: ProcessorSeconds;
}

/**
 * What a page does by itself, in a browser without a past. `begin` drives it up to where it would start, and has it wait until it is let
 * alone: whoever watches a browser is sent the bytes of each request too, which costs more than to send them.
 */
export async function runAlone(begin: (page: Page) => Promise<void>): Promise<AloneRun> {
	const browser = await UnwatchedBrowser.open();
	try {
		await browser.drive(begin);
		const before = await processorSeconds();
		const tookMs = await untilEnded(browser);
		return { tookMs, processor: processorBetween(before, await processorSeconds()) };
	} finally {
		await browser.close();
	}
}

async function untilEnded(browser: UnwatchedBrowser): Promise<number> {
	const until = performance.now() + PATIENCE_MS;
	while (performance.now() < until) {
		const title = await browser.title();
		if (title.startsWith(TOOK)) return Number(title.slice(TOOK.length));
		if (title.startsWith(FAILED)) throw new Error(`The page has ${title}`);
		await wait(LOOK_EVERY_MS);
	}
	throw new Error('The page does not end.');
}

/** The next choice of files reaches the page when it is alone; its title tells how long it took from then until its tray says `words`. */
export async function holdUpload(page: Page, words: string): Promise<void> {
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
