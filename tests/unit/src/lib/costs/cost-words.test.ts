import type { Held } from '#contract/cost-lens';
import { pricesOf } from '#contract/prices';
import {
	copiesWords,
	costWords,
	deletionWords,
	earlyWords,
	estimateWords,
	restoringWords,
	shelfWords,
} from '$lib/costs/cost-words';
import { expect, test } from 'vitest';

const GB = 1024 ** 3;
const prices = pricesOf('us-east-1');
const reader = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'UTC' };
const billedUntil = new Date('2027-01-29T12:00:00Z');
const held = (storageClass: Held['storageClass'], gb: number): Held => ({
	storageClass,
	stays: false,
	kept: false,
	files: 1,
	bytes: gb * GB,
});

test.each([
	[[held('STANDARD', 100)], '$2.30 a month now, $0.36 in 60 days'],
	[[held('GLACIER', 100)], '$0.36 a month'],
	[[held('STANDARD', 0.1)], 'less than $0.01 a month'],
	[[], 'free'],
])('%j costs “%s”', (all, words) => {
	expect(costWords(prices, { held: all, copies: [] }, reader)).toBe(words);
});

test('the ways of keeping are told where there is more than one', () => {
	expect(shelfWords(prices, [held('STANDARD', 100), held('GLACIER', 100)])).toBe(
		'Standard $2.30, Archive $0.36',
	);
	expect(shelfWords(prices, [held('STANDARD', 100)])).toBeUndefined();
	expect(shelfWords(prices, [held('STANDARD', 0.1), held('GLACIER', 0.1)])).toBeUndefined();
});

const copy = (until: string) => ({ until, files: 1, bytes: 100 * GB });

test('a restored copy is part of what is kept, until it ends', () => {
	const copies = [copy('2026-12-07T00:00:00Z')];

	expect(costWords(prices, { held: [held('GLACIER', 100)], copies }, reader)).toBe(
		'$2.66 a month now, $0.36 in 60 days',
	);
});

test.each([
	[['2026-12-07T00:00:00Z'], '$2.30 a month of it, until 7 Dec'],
	[
		['2026-12-07T00:00:00Z', '2036-11-27T00:00:00Z'],
		'$4.60 a month of it, the last until 27 Nov 2036',
	],
	[[], undefined],
])('copies until %j are told as “%s”', (untils, words) => {
	expect(copiesWords(prices, untils.map(copy), reader)).toBe(words);
});

test('restoring is told where something is archived', () => {
	expect(restoringWords(prices, { files: 1, bytes: 100 * GB })).toBe(
		'$0.53 at Bulk, $1.53 at Standard, for 7 days',
	);
	expect(restoringWords(prices, { files: 0, bytes: 0 })).toBeUndefined();
});

test.each([
	[
		{ savesUsdPerMonth: 0.36, stillBilledUsd: 0, billedUntil: null, atMost: false },
		'Saves $0.36 a month.',
	],
	[
		{ savesUsdPerMonth: 0.36, stillBilledUsd: 0.71, billedUntil, atMost: false },
		'Saves $0.36 a month. Deleting early still costs $0.71: AWS bills it until 29 Jan 2027.',
	],
	[
		{ savesUsdPerMonth: 0.36, stillBilledUsd: 1.06, billedUntil, atMost: true },
		'Saves $0.36 a month. Deleting early still costs up to $1.06: AWS bills it until 29 Jan 2027 at the latest.',
	],
	[
		{ savesUsdPerMonth: 0.001, stillBilledUsd: 0.001, billedUntil, atMost: true },
		'Saves less than $0.01 a month. Deleting early still costs less than $0.01: AWS bills it until 29 Jan 2027 at the latest.',
	],
	[{ savesUsdPerMonth: 0, stillBilledUsd: 0, billedUntil: null, atMost: false }, 'Saves nothing.'],
])('deleting is told as %j', (deletion, words) => {
	expect(deletionWords(deletion, reader)).toBe(words);
});

test('nothing is said of a least time that is over', () => {
	expect(
		earlyWords({ savesUsdPerMonth: 1, stillBilledUsd: 0, billedUntil: null, atMost: false }),
	).toBeUndefined();
});

test('an estimate names its region and its day', () => {
	expect(estimateWords(pricesOf('mars-north-1'), reader)).toBe(
		'Estimated by the list prices of us-east-1, checked on 18 Jun.',
	);
});
