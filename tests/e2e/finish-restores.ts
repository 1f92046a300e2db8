import type { Page } from 'playwright/test';
import type { Stack } from '../support/stack.ts';

/** S3 ends its restores now, and the page looks again as when the network has come back. */
export async function finishRestores(stack: Stack, page: Page): Promise<void> {
	await stack.s3?.finishRestores();
	await stack.settled();
	// A look that was under way has not seen it; the one after it does, where there is still a reason to look.
	for (let look = 0; look < 2; look++) {
		const answered = page.waitForResponse(/\/restores\//, { timeout: 2000 });
		await page.evaluate(() => dispatchEvent(new Event('online')));
		await answered.catch(() => undefined);
	}
}
