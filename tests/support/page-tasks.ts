import { randomUUID } from 'node:crypto';
import type { Browser, CDPSession } from 'playwright';

/** Milliseconds of the longest task of a page's own thread. */
export interface LongestTask {
	/** As the person waits. */
	readonly wallMs: number;
	/** Of the processor: what else the machine does is not in it. */
	readonly processorMs: number;
}

/** As Chromium's tracing tells it: https://chromium.googlesource.com/catapult/+/HEAD/tracing/README.md. Times are microseconds. */
interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	readonly dur?: number;
	readonly tdur?: number;
}

const BUFFER_KB = 200_000;

/**
 * Runs `work`, and answers with its result and the longest task meanwhile of all pages that are open before or after it. Those of the
 * browser itself do not count: a Chromium with windows draws its address bar by pages, too.
 */
export async function whileTracingTasks<T>(
	browser: Browser,
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly longest: LongestTask }> {
	const devtools = await browser.newBrowserCDPSession();
	const events: TraceEvent[] = [];
	devtools.on('Tracing.dataCollected', ({ value }) => {
		events.push(...(value as unknown as TraceEvent[]));
	});
	await devtools.send('Tracing.start', {
		transferMode: 'ReportEvents',
		traceConfig: {
			recordMode: 'recordUntilFull',
			traceBufferSizeInKb: BUFFER_KB,
			includedCategories: ['toplevel', 'blink.user_timing'],
		},
	});
	const mark = randomUUID();
	try {
		await markPages(browser, mark);
		const result = await work();
		await markPages(browser, mark);
		await endTracing(devtools);
		return { result, longest: longestOf(events, mark) };
	} finally {
		await devtools.detach();
	}
}

/**
 * The longest task of the calmest of some tries, of which no more are made than are needed: what the machine puts on top of a task comes
 * and goes, what the page does comes each time. `work` is told which try it is, from 0. Milliseconds of the processor.
 */
export async function longestTaskOfCalmest(
	browser: Browser,
	{ tries, limitMs }: { readonly tries: number; readonly limitMs: number },
	work: (attempt: number) => Promise<unknown>,
): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < tries && least >= limitMs; attempt++) {
		const { longest } = await whileTracingTasks(browser, () => work(attempt));
		least = Math.min(least, longest.processorMs);
	}
	return least;
}

/** Has each page leave a mark in the trace, which tells its thread. */
async function markPages(browser: Browser, mark: string): Promise<void> {
	const pages = browser.contexts().flatMap((context) => context.pages());
	await Promise.all(pages.map((page) => page.evaluate((name) => performance.mark(name), mark)));
}

async function endTracing(devtools: CDPSession): Promise<void> {
	const complete = new Promise<void>((resolve) => {
		devtools.once('Tracing.tracingComplete', () => resolve());
	});
	await devtools.send('Tracing.end');
	await complete;
}

function longestOf(events: readonly TraceEvent[], mark: string): LongestTask {
	const threadOf = ({ pid, tid }: TraceEvent) => `${String(pid)} ${String(tid)}`;
	const pages = new Set(events.filter(({ name }) => name === mark).map(threadOf));
	const tasks = events.filter(
		(event) => event.ph === 'X' && event.name.endsWith('RunTask') && pages.has(threadOf(event)),
	);
	if (tasks.length === 0) throw new Error('The trace tells of no task of a page');
	const longest = (of: 'dur' | 'tdur') =>
		tasks.reduce((most, task) => Math.max(most, task[of] ?? 0), 0) / 1000;
	return { wallMs: longest('dur'), processorMs: longest('tdur') };
}
