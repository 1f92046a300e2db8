import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseAhead, VaultClock } from '../../../../local/clock/vault-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-01T12:00:00Z');
let directory: string;

beforeEach(() => {
	vi.useFakeTimers({ now: NOW });
	directory = mkdtempSync(join(tmpdir(), 'clock-'));
});
afterEach(() => {
	vi.useRealTimers();
	rmSync(directory, { recursive: true });
});

describe('the clock of a vault', () => {
	test('tells the machine’s time until a person moves it', () => {
		expect(new VaultClock(directory).now()).toEqual(new Date(NOW));
	});

	test('goes on from where it was moved to, also in the next run', () => {
		const clock = new VaultClock(directory);
		clock.advance(30 * DAY_MS);
		clock.advance(DAY_MS);
		vi.setSystemTime(NOW + 1000);

		expect(clock.now()).toEqual(new Date(NOW + 31 * DAY_MS + 1000));
		expect(new VaultClock(directory).now()).toEqual(clock.now());
	});

	test('moves to a distance from the machine’s time once, however often it is asked', () => {
		new VaultClock(directory).advanceTo(61 * DAY_MS);
		const next = new VaultClock(directory);
		next.advanceTo(61 * DAY_MS);

		expect(next.offsetMs).toBe(61 * DAY_MS);
	});

	test('goes neither back nor beyond what dates can hold', () => {
		const clock = new VaultClock(directory);
		clock.advanceTo(61 * DAY_MS);

		expect(() => clock.advanceTo(DAY_MS)).toThrow('61 days ahead and does not go back');
		expect(() => clock.advance(-1)).toThrow('does not go back');
		expect(() => clock.advance(100 * 365 * DAY_MS)).toThrow('at most 18250 days');
		expect(clock.offsetMs).toBe(61 * DAY_MS);
	});
});

test.each([
	['+90m', 90 * 60_000],
	['+5h', 5 * 60 * 60_000],
	['+61d', 61 * DAY_MS],
	['+2w', 14 * DAY_MS],
	['+0d', 0],
])('--clock %s is %i milliseconds ahead', (text, expected) => {
	expect(parseAhead(text)).toBe(expected);
});

test.each(['61d', '-1d', '+1', '+1y', '+1.5d', '', '+d'])('--clock takes no %j', (text) => {
	expect(() => parseAhead(text)).toThrow('such as +61d');
});
