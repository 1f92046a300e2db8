import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLifecycleRuns } from '../../../../local/s3/lifecycle-runs.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const advanceRestores = vi.fn(() => Promise.resolve());

beforeEach(() => {
	vi.useFakeTimers();
	advanceRestores.mockClear();
});
afterEach(() => vi.useRealTimers());

test('applies the rules at once, then hourly, until it is stopped', async () => {
	const applyLifecycle = vi.fn(() => Promise.resolve());
	const stop = startLifecycleRuns({ applyLifecycle, advanceRestores }, () => undefined);

	await vi.advanceTimersByTimeAsync(0);
	expect(applyLifecycle).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
	expect(applyLifecycle).toHaveBeenCalledTimes(3);

	await stop();
	await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
	expect(applyLifecycle).toHaveBeenCalledTimes(3);
});

test('advances restores every minute', async () => {
	const applyLifecycle = vi.fn(() => Promise.resolve());
	const stop = startLifecycleRuns({ applyLifecycle, advanceRestores }, () => undefined);

	await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
	await stop();

	expect(advanceRestores).toHaveBeenCalledTimes(5);
	expect(applyLifecycle).toHaveBeenCalledTimes(1);
});

test('tells of a run that fails and tries again an hour later', async () => {
	const applyLifecycle = vi.fn(() => Promise.reject(new Error('disk full')));
	const log = vi.fn();
	const stop = startLifecycleRuns({ applyLifecycle, advanceRestores }, log);

	await vi.advanceTimersByTimeAsync(HOUR_MS);
	await stop();

	expect(applyLifecycle).toHaveBeenCalledTimes(2);
	expect(log).toHaveBeenCalledWith(expect.stringContaining('disk full'));
});

test('ends only when the run under way has ended', async () => {
	const run = Promise.withResolvers<undefined>();
	const stop = startLifecycleRuns(
		{ applyLifecycle: () => run.promise, advanceRestores },
		() => undefined,
	);
	let isStopped = false;

	const stopping = stop().then(() => (isStopped = true));
	await vi.advanceTimersByTimeAsync(0);
	expect(isStopped).toBe(false);

	run.resolve(undefined);
	await stopping;
	expect(isStopped).toBe(true);
});
