import type { Page } from 'playwright';

/** Runs `work`, and answers with its result and the milliseconds that the page's own thread took of the processor meanwhile. */
export async function whileCounting<T>(
	page: Page,
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly processorMs: number }> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
	const takenMs = async () => {
		const { metrics } = await devtools.send('Performance.getMetrics');
		return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
	};
	try {
		const before = await takenMs();
		const result = await work();
		return { result, processorMs: (await takenMs()) - before };
	} finally {
		await devtools.detach();
	}
}
