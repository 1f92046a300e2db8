import type { Page } from 'playwright/test';
import type { Stack } from '../support/stack.ts';

/** S3 ends its restores now, and the page looks again as when the network has come back. */
export async function finishRestores(stack: Stack, page: Page): Promise<void> {
	await stack.s3?.finishRestores();
	await stack.settled();
	await page.evaluate(() => dispatchEvent(new Event('online')));
}
