import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rateMs, startSchedules } from '../../../../local/functions/schedules.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([
	['rate(1 minute)', 60_000],
	['rate(15 minutes)', 900_000],
	['rate(2 hours)', 7_200_000],
	['rate(1 day)', 86_400_000],
	['cron(0 12 * * ? *)', undefined],
	['rate(5 moons)', undefined],
])('%s runs every %s milliseconds', (expression, expected) => {
	expect(rateMs(expression)).toBe(expected);
});

test('runs each schedule with its own event until it is stopped', () => {
	const run = vi.fn();
	const stop = startSchedules(
		[
			{ name: 'often', expression: 'rate(15 minutes)', event: { task: 'unfinished' }, run },
			{ name: 'daily', expression: 'rate(1 day)', event: { task: 'reconcile' }, run },
		],
		() => undefined,
	);

	vi.advanceTimersByTime(31 * 60_000);
	expect(run.mock.calls).toEqual([[{ task: 'unfinished' }], [{ task: 'unfinished' }]]);

	stop();
	vi.advanceTimersByTime(24 * 60 * 60_000);
	expect(run).toHaveBeenCalledTimes(2);
});

test('says of an expression it does not know that it will not run', () => {
	const log = vi.fn();

	startSchedules(
		[{ name: 'noon', expression: 'cron(0 12 * * ? *)', event: {}, run: () => undefined }],
		log,
	);

	expect(log).toHaveBeenCalledWith('noon: cron(0 12 * * ? *) does not run here');
});
