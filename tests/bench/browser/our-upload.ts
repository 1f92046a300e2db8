import type { Page } from 'playwright';

/**
 * Milliseconds from the choice of the files until the tray says that all are stored, by the browser's own clock.
 * `words` is how the tray says so.
 */
export async function uploadByHand(
	page: Page,
	paths: readonly string[],
	words: string,
): Promise<number> {
	await page.evaluate((wanted) => {
		document.addEventListener('change', () => performance.mark('chosen'), { capture: true });
		new MutationObserver((_, observer) => {
			const tray = document.querySelector('[aria-label="Uploads"]');
			if (tray?.textContent.includes(wanted) !== true) return;
			observer.disconnect();
			performance.mark('stored');
		}).observe(document.body, { childList: true, subtree: true, characterData: true });
	}, words);
	await page.getByRole('button', { name: 'New', exact: true }).click();
	const choosing = page.waitForEvent('filechooser');
	await page.getByRole('menuitem', { name: 'Upload files' }).click();
	await (await choosing).setFiles([...paths]);
	await page.waitForFunction(() => performance.getEntriesByName('stored').length > 0, undefined, {
		timeout: 600_000,
		polling: 200,
	});
	return page.evaluate(() => {
		const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
		return at('stored') - at('chosen');
	});
}
