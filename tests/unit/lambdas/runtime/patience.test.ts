import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { patienceWith, saidNothing, withPatience } from '../../../../lambdas/runtime/patience.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
	vi.useRealTimers();
});

test('what a request waits for shares one deadline', async () => {
	await withPatience({ withinMs: 4500 }, async () => {
		expect(patienceWith('database')).toBe(3500);
		vi.advanceTimersByTime(3000);
		expect(patienceWith('storage')).toBe(1500);
		vi.advanceTimersByTime(1500);
		expect(patienceWith('database')).toBe(0);
		await Promise.resolve();
	});
});

test('a request that may take long waits as short for a dependency that is silent, and once', async () => {
	await withPatience({ withinMs: 22_000 }, async () => {
		expect(patienceWith('storage')).toBe(3500);
		saidNothing('storage');
		expect(patienceWith('storage')).toBe(0);
		expect(patienceWith('database')).toBe(3500);
		await Promise.resolve();
	});
});

describe('a call that is known to be silent for long', () => {
	const long = { silenceMs: 20_000, reserveMs: 2000 };

	test('may be so until the deadline, but for what comes after it', async () => {
		await withPatience({ withinMs: 10_000 }, async () => {
			expect(patienceWith('storage', long)).toBe(8000);
			await Promise.resolve();
		});
		await withPatience({ withinMs: 30_000 }, async () => {
			expect(patienceWith('storage', long)).toBe(20_000);
			await Promise.resolve();
		});
	});

	test('is not made where there is no time for more than that', async () => {
		await withPatience({ withinMs: 1500 }, async () => {
			expect(patienceWith('storage', long)).toBe(0);
			await Promise.resolve();
		});
	});
});

test('requests at the same time know nothing of each other', async () => {
	const both = [0, 1].map((i) =>
		withPatience({ withinMs: 4500 }, async () => {
			if (i === 0) saidNothing('database');
			await Promise.resolve();
			return patienceWith('database');
		}),
	);

	expect(await Promise.all(both)).toEqual([0, 3500]);
	expect(patienceWith('database')).toBeGreaterThan(0);
});
