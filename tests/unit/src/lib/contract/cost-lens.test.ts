import {
	deletionAtMost,
	deletionOf,
	inMonths,
	monthlyCost,
	movingCost,
	restorableOf,
	restoringCost,
	shelfCosts,
	type Held,
} from '#contract/cost-lens';
import type { StorageClass } from '#contract/entries';
import { copiesCost, copiesCostWithin, copiesInMonths } from '#contract/held-copies';
import { DAYS_PER_MONTH, pricesOf } from '#contract/prices';
import { describe, expect, test } from 'vitest';

const GB = 1024 ** 3;
const virginia = pricesOf('us-east-1');
const now = new Date('2026-11-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const daysOn = (days: number) => daysAgo(-days);
const moves = { stays: false, kept: false };
const small = { stays: true, kept: false };
const kept = { stays: false, kept: true };
const held = (storageClass: StorageClass, files: number, gb: number, rule = moves): Held => ({
	storageClass,
	...rule,
	files,
	bytes: gb * GB,
});

describe('where the lifecycle brings it', () => {
	test.each<[StorageClass, typeof moves, readonly StorageClass[]]>([
		['STANDARD', moves, ['STANDARD', 'STANDARD_IA', 'GLACIER', 'GLACIER']],
		['STANDARD_IA', moves, ['STANDARD_IA', 'GLACIER', 'GLACIER', 'GLACIER']],
		['GLACIER', moves, ['GLACIER', 'GLACIER', 'GLACIER', 'GLACIER']],
		['STANDARD', small, ['STANDARD', 'STANDARD', 'STANDARD', 'STANDARD']],
		['DEEP_ARCHIVE', moves, ['DEEP_ARCHIVE', 'DEEP_ARCHIVE', 'DEEP_ARCHIVE', 'DEEP_ARCHIVE']],
		['STANDARD', kept, ['STANDARD', 'STANDARD_IA', 'STANDARD_IA', 'STANDARD_IA']],
		['STANDARD_IA', kept, ['STANDARD_IA', 'STANDARD_IA', 'STANDARD_IA', 'STANDARD_IA']],
		['GLACIER', kept, ['GLACIER', 'GLACIER', 'GLACIER', 'GLACIER']],
	])('from %s (%j) is %j, month by month', (storageClass, rule, classes) => {
		const later = [0, 1, 2, 12].map((months) =>
			inMonths([held(storageClass, 1, 1, rule)], months).map((each) => each.storageClass),
		);

		expect(later.flat()).toEqual(classes);
	});

	test('moving is paid in the month it happens in, and not for what stays', () => {
		const all = [
			held('STANDARD', 1000, 1),
			held('STANDARD_IA', 1000, 1),
			held('STANDARD', 1000, 1, small),
			held('STANDARD_IA', 1000, 1, kept),
		];

		const months = [0, 1, 2].map((month) => movingCost(virginia, all, month));

		expect(months[0]).toBeCloseTo(0.01 + 0.03, 9);
		expect(months[1]).toBeCloseTo(0.03, 9);
		expect(months[2]).toBe(0);
	});
});

describe('what it costs a month', () => {
	// By hand from the price pages; what each archived file carries is 32 KiB of Glacier and 8 KiB of Standard.
	test.each<[string, readonly Held[], number]>([
		['100 GB that is new', [held('STANDARD', 10, 100)], 2.3],
		['100 GB that is a month old', [held('STANDARD_IA', 10, 100)], 1.25],
		[
			'a million files of 0 bytes in the archive',
			[held('GLACIER', 1_048_576, 0)],
			32 * 0.0036 + 8 * 0.023,
		],
		['files in Standard-IA that are too small for it', [held('STANDARD_IA', 8192, 0)], 0.0125],
		['nothing', [], 0],
	])('%s', (_, all, usd) => {
		expect(monthlyCost(virginia, all)).toBeCloseTo(usd, 6);
	});

	test('is told by how it is kept, and the parts are the whole', () => {
		const all = [
			held('STANDARD', 1, 1),
			held('STANDARD_IA', 1, 1),
			held('GLACIER', 1, 1),
			held('GLACIER_IR', 1, 1),
		];

		const { ready, cool, archived } = shelfCosts(virginia, all);

		expect(ready).toBeCloseTo(0.023, 6);
		expect(archived).toBeCloseTo(0.0036, 5);
		expect(ready + cool + archived).toBeCloseTo(monthlyCost(virginia, all), 12);
	});

	test('is less in 60 days for what moves', () => {
		expect(monthlyCost(virginia, inMonths([held('STANDARD', 1, 100)], 2))).toBeCloseTo(0.36, 4);
	});
});

test('restoring is priced for what is archived alone, and of current versions alone', () => {
	const current = [held('GLACIER', 1000, 100), held('STANDARD', 1, 500)];
	const all = [
		...current.map((each) => ({ ...each, part: 'current' as const })),
		{ ...held('GLACIER', 9, 900), part: 'older' as const },
	];

	const usd = restoringCost(virginia, restorableOf(all, []), { tier: 'Standard', days: 7 });

	expect(usd).toBeCloseTo(1 + 0.05 + (100 * 0.023 * 7) / DAYS_PER_MONTH, 6);
});

test('what can be read by its copy is not restored once more', () => {
	const archived = { ...held('GLACIER', 10, 100), part: 'current' as const };
	const copy = { until: daysOn(3), files: 4, bytes: 40 * GB };

	expect(
		restorableOf(
			[archived],
			[
				{ ...copy, part: 'current' },
				{ ...copy, part: 'older' },
			],
		),
	).toEqual({ files: 6, bytes: 60 * GB });
});

describe('restored copies', () => {
	const copies = [
		{ until: daysOn(7), files: 1, bytes: 100 * GB },
		{ until: daysOn(45).toISOString(), files: 1, bytes: 100 * GB },
		{ until: daysOn(3650), files: 1, bytes: 100 * GB },
	];

	test('cost what Standard does, beside the archive', () => {
		expect(copiesCost(virginia, copies)).toBeCloseTo(3 * 2.3, 9);
	});

	test.each([
		[0, 3],
		[1, 2],
		[2, 1],
		[12, 1],
	])('in %i months %i of them are there', (months, there) => {
		expect(copiesInMonths(copies, months, now)).toHaveLength(there);
	});

	test('whose time is over are none', () => {
		expect(copiesInMonths([{ ...held('GLACIER', 1, 1), until: now }], 0, now)).toEqual([]);
	});

	test.each([
		[0, 7 / 30 + 1 + 1],
		[1, 15 / 30 + 1],
		[2, 1],
		[11, 1],
	])(
		'in month %i of the forecast they cost as much as they are there: %f of 100 GB',
		(month, of) => {
			expect(copiesCostWithin(virginia, copies, month, now)).toBeCloseTo(of * 2.3, 9);
		},
	);
});

describe('deleting early', () => {
	// https://aws.amazon.com/s3/faqs/: 1 GB deleted 30 days after it was archived is charged for 60 days of storage, after 60 days for 30.
	// The lifecycle archives at 60 days of age, so these are 90 and 120 days old.
	test.each<[string, StorageClass, number, number]>([
		['archived for 30 days', 'GLACIER', 90, 60],
		['archived for 60 days', 'GLACIER', 120, 30],
		['archived today', 'GLACIER', 60, 90],
		['archived for 90 days', 'GLACIER', 150, 0],
		['archived for years', 'GLACIER', 900, 0],
		['archived by hand while it was new', 'GLACIER', 3, 90],
		['10 days in Standard-IA', 'STANDARD_IA', 40, 20],
		['30 days in Standard-IA', 'STANDARD_IA', 60, 0],
		['new', 'STANDARD', 1, 0],
	])('%s is billed for the rest of its least time', (_, storageClass, age, daysLeft) => {
		const version = { storageClass, sizeBytes: GB, createdAt: daysAgo(age), restoredUntil: null };

		const deletion = deletionOf(virginia, [version], now);

		const rates = new Map<string, number>([
			['GLACIER', 0.0036],
			['STANDARD_IA', 0.0125],
		]);
		const rate = rates.get(storageClass) ?? 0;
		expect(deletion.stillBilledUsd).toBeCloseTo((rate * daysLeft) / DAYS_PER_MONTH, 5);
		expect(deletion.billedUntil).toEqual(daysLeft === 0 ? null : daysOn(daysLeft));
		expect(deletion.atMost).toBe(false);
	});

	test('several versions are billed until the last of them', () => {
		const version = (storageClass: StorageClass, age: number) => ({
			storageClass,
			sizeBytes: GB,
			createdAt: daysAgo(age).toISOString(),
			restoredUntil: null,
		});

		const deletion = deletionOf(
			virginia,
			[version('STANDARD', 2), version('STANDARD_IA', 40), version('GLACIER', 140)],
			now,
		);

		expect(deletion.billedUntil).toEqual(daysOn(20));
		expect(deletion.savesUsdPerMonth).toBeCloseTo(0.023 + 0.0125 + 0.0036, 5);
	});

	test('what is only counted is billed as if it had just come into its class, and says so', () => {
		const deletion = deletionAtMost(
			virginia,
			{ held: [held('GLACIER', 2, 10), held('STANDARD', 5, 1)], copies: [] },
			now,
		);

		expect(deletion.atMost).toBe(true);
		expect(deletion.billedUntil).toEqual(daysOn(90));
		expect(deletion.stillBilledUsd).toBeCloseTo((0.036 * 90) / DAYS_PER_MONTH, 4);
	});

	test('a restored copy goes with its version, and has no least time', () => {
		const sizeBytes = 100 * GB;
		const archived = { storageClass: 'GLACIER', sizeBytes, createdAt: daysAgo(900) } as const;
		const known = (restoredUntil: Date | null) =>
			deletionOf(virginia, [{ ...archived, restoredUntil }], now);
		const copies = [{ until: daysOn(3), files: 1, bytes: sizeBytes }];

		const counted = deletionAtMost(virginia, { held: [held('GLACIER', 1, 100)], copies }, now);

		expect(known(daysOn(3)).savesUsdPerMonth).toBeCloseTo(0.36 + 2.3, 4);
		expect(known(daysAgo(1)).savesUsdPerMonth).toBeCloseTo(0.36, 4);
		expect(known(daysOn(3)).billedUntil).toBeNull();
		expect(counted.savesUsdPerMonth).toBeCloseTo(0.36 + 2.3, 4);
		expect(counted.stillBilledUsd).toBeCloseTo((0.36 * 90) / DAYS_PER_MONTH, 3);
	});

	test('of what has no least time nothing is billed, and nothing is guessed', () => {
		expect(
			deletionAtMost(virginia, { held: [held('STANDARD', 5, 1)], copies: [] }, now),
		).toMatchObject({
			stillBilledUsd: 0,
			billedUntil: null,
			atMost: false,
		});
	});
});
