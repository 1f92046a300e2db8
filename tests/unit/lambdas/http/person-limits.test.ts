import { PERSON_REQUESTS_BURST, PERSON_REQUESTS_PER_SECOND } from '#contract/limits';
import { beforeEach, expect, test } from 'vitest';
import { PersonLimits } from '../../../../lambdas/http/person-limits.ts';

let now: number;
let limits: PersonLimits;

beforeEach(() => {
	now = 0;
	limits = new PersonLimits(() => now);
});

/** How many of so many requests pass that are made at this moment. */
function passing(ownerId: string, count: number, cost = 1): number {
	return Array.from({ length: count }, () => limits.take(ownerId, cost)).filter(
		(retryAfterSeconds) => retryAfterSeconds === 0,
	).length;
}

test('lets one burst pass, and then so many a second', () => {
	expect(passing('ann', PERSON_REQUESTS_BURST)).toBe(PERSON_REQUESTS_BURST);

	for (let second = 1; second <= 5; second++) {
		now = second * 1000;
		expect(passing('ann', PERSON_REQUESTS_PER_SECOND)).toBe(PERSON_REQUESTS_PER_SECOND);
	}
	expect(passing('ann', 1)).toBe(0);
});

test('lets nothing pass of a flood that does not wait, and forgives it ten seconds after', () => {
	expect(passing('ann', 10_000)).toBe(PERSON_REQUESTS_BURST);

	for (let second = 1; second <= 60; second++) {
		now = second * 1000;
		expect(passing('ann', 500)).toBe(0);
	}
	now += 9_900;
	expect(passing('ann', 1)).toBe(0);
	now += 1000;

	expect(passing('ann', 1)).toBe(1);
});

test('is full again after a while, and no fuller than at first', () => {
	passing('ann', 10_000);

	now = 24 * 3600 * 1000;

	expect(passing('ann', 10_000)).toBe(PERSON_REQUESTS_BURST);
});

test('counts each person alone', () => {
	passing('ann', 10_000);

	expect(passing('bob', 1)).toBe(1);
	expect(passing('ann', 1)).toBe(0);
});

test('counts what is heavy as so many', () => {
	expect(passing('ann', 10_000, 2)).toBe(PERSON_REQUESTS_BURST / 2);
});

test('says when the next one may come, and lets it pass then', () => {
	passing('ann', PERSON_REQUESTS_BURST);

	const seconds = limits.take('ann', PERSON_REQUESTS_PER_SECOND);
	expect(seconds).toBe(2);
	now = seconds * 1000;

	expect(limits.take('ann', PERSON_REQUESTS_PER_SECOND)).toBe(0);
});

test('forgets people who have asked for nothing for long, when there are very many', () => {
	passing('ann', 10_000);
	for (let i = 0; i < 10_000; i++) limits.take(`person ${String(i)}`, 1);

	expect(passing('ann', 10_000)).toBe(PERSON_REQUESTS_BURST);
});

test('does not forget a person who goes on asking', () => {
	passing('ann', 10_000);
	for (let i = 0; i < 20_000; i++) {
		limits.take(`person ${String(i)}`, 1);
		if (i % 5000 === 0) expect(limits.take('ann', 1)).toBeGreaterThan(0);
	}

	expect(passing('ann', 1)).toBe(0);
});
