import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { realTime } from '../../../../local/clock/vault-clock.ts';
import { rateMs, startSchedules } from '../../../../local/functions/schedules.ts';

let directory: string;
let file: string;

beforeEach(() => {
	vi.useFakeTimers();
	directory = mkdtempSync(join(tmpdir(), 'schedules-'));
	file = join(directory, 'schedules.json');
});
afterEach(() => {
	vi.useRealTimers();
	rmSync(directory, { recursive: true });
});

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
	const schedules = startSchedules(
		[
			{
				name: 'often',
				expression: 'rate(15 minutes)',
				eventAt: () => ({ task: 'unfinished' }),
				run,
			},
			{ name: 'daily', expression: 'rate(1 day)', eventAt: () => ({ task: 'reconcile' }), run },
		],
		{ file, log: () => undefined, clock: realTime },
	);

	vi.advanceTimersByTime(31 * 60_000);
	expect(run.mock.calls).toEqual([[{ task: 'unfinished' }], [{ task: 'unfinished' }]]);

	schedules.close();
	vi.advanceTimersByTime(24 * 60 * 60_000);
	expect(run).toHaveBeenCalledTimes(2);
});

test('says of an expression it does not know that it will not run', () => {
	const log = vi.fn();

	startSchedules(
		[{ name: 'noon', expression: 'cron(0 12 * * ? *)', eventAt: () => ({}), run: () => undefined }],
		{ file, log, clock: realTime },
	);

	expect(log).toHaveBeenCalledWith('noon: cron(0 12 * * ? *) does not run here');
});

const HOUR = 60 * 60_000;

/** A stack that is up for so long; how often the daily schedule ran in it. */
function evening(lengthMs: number): number {
	const run = vi.fn();
	const schedule = { name: 'daily', expression: 'rate(1 day)', eventAt: () => ({}), run };
	const schedules = startSchedules([schedule], { file, log: () => undefined, clock: realTime });
	vi.advanceTimersByTime(lengthMs);
	schedules.close();
	return run.mock.calls.length;
}

test('counts the time in which the stack was down: an hour each evening runs a daily schedule', () => {
	const runs = [];
	for (let day = 0; day < 5; day++) {
		runs.push(evening(HOUR));
		vi.setSystemTime(Date.now() + 23 * HOUR);
	}

	expect(runs).toEqual([0, 1, 1, 1, 1]);
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('makes up a week of missed runs by one, within half a minute of the start', () => {
	evening(HOUR);
	vi.setSystemTime(Date.now() + 7 * 24 * HOUR);

	expect(evening(30_000)).toBe(1);
	expect(evening(HOUR)).toBe(0);
});

test('goes on by the wall clock after the machine has slept', () => {
	const run = vi.fn();
	const schedule = { name: 'daily', expression: 'rate(1 day)', eventAt: () => ({}), run };
	const schedules = startSchedules([schedule], { file, log: () => undefined, clock: realTime });

	vi.setSystemTime(Date.now() + 25 * HOUR);
	vi.advanceTimersByTime(30_000);
	schedules.close();

	expect(run).toHaveBeenCalledTimes(1);
});

test('counts from now where the clock was set back or the file is broken', () => {
	evening(HOUR);
	vi.setSystemTime(Date.now() - 48 * HOUR);
	expect(evening(23 * HOUR)).toBe(0);
	expect(evening(2 * HOUR)).toBe(1);

	writeFileSync(file, '{"daily":');
	expect(evening(25 * HOUR)).toBe(1);
});

test('runs what is due at once where a person has moved the clock', () => {
	const run = vi.fn();
	const clock = { offsetMs: 0, now: () => new Date(Date.now() + clock.offsetMs) };
	const eventAt = (now: Date) => ({ time: now.toISOString() });
	const schedule = { name: 'daily', expression: 'rate(1 day)', eventAt, run };
	const schedules = startSchedules([schedule], { file, log: () => undefined, clock });

	clock.offsetMs = 30 * 24 * HOUR;
	schedules.look();
	schedules.look();
	schedules.close();

	expect(run.mock.calls).toEqual([[{ time: clock.now().toISOString() }]]);
});
