import type { BrowserContext, Page } from 'playwright';

/** L2: 150 ms and 10 Mbit/s. */
const LATENCY_MS = 150;
const BYTES_PER_SECOND = 10_000_000 / 8;
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Puts the page on a phone's line, without a cache. */
export async function onPhoneLine(context: BrowserContext, page: Page) {
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.enable');
	await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
	await devtools.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: LATENCY_MS,
		downloadThroughput: BYTES_PER_SECOND,
		uploadThroughput: BYTES_PER_SECOND,
	});
	return devtools;
}

export interface Screen {
	/** Bytes of pictures that have come by then. */
	readonly bytes: number;
	readonly tookMs: number;
}

/** Calls `show`, and waits until at least one picture is on the screen and all that are have been loaded. */
export async function untilPicturesShow(page: Page, show: () => Promise<unknown>): Promise<Screen> {
	const devtools = await onPhoneLine(page.context(), page);
	const pictures = new Set<string>();
	let bytes = 0;
	devtools.on('Network.responseReceived', ({ requestId, type }) => {
		if (type === 'Image') pictures.add(requestId);
	});
	devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
		if (pictures.has(requestId)) bytes += encodedDataLength;
	});
	const startedAt = performance.now();
	await show();
	await page.waitForFunction(
		() => {
			const seen = [...document.querySelectorAll('img')].filter((image) => {
				const { top, bottom } = image.getBoundingClientRect();
				return bottom > 0 && top < innerHeight;
			});
			return (
				seen.length > 2 && seen.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
			);
		},
		undefined,
		{ timeout: 120_000, polling: 50 },
	);
	return { bytes, tookMs: performance.now() - startedAt };
}
