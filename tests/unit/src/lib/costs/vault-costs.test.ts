import { pricesOf } from '#contract/prices';
import type { CopyTotal, Total } from '#contract/totals';
import { costLines, nextYear, takersByKind, type VaultTotals } from '$lib/costs/vault-costs';
import { describe, expect, test } from 'vitest';

const GB = 1024 ** 3;
const prices = pricesOf('us-east-1');

const total = (given: Partial<Total>): Total => ({
	part: 'current',
	kind: 'image',
	storageClass: 'STANDARD',
	stays: false,
	kept: false,
	files: 1,
	bytes: 100 * GB,
	...given,
});

const now = new Date('2026-11-30T00:00:00Z');
const copy = (until: string, gb: number): CopyTotal => ({
	part: 'current',
	kind: 'video',
	until,
	files: 1,
	bytes: gb * GB,
});

const totals: VaultTotals = {
	vault: [
		total({ files: 1000 }),
		total({ part: 'older', storageClass: 'STANDARD_IA', kind: 'document' }),
		total({ storageClass: 'GLACIER', kind: 'video', bytes: 400 * GB }),
	],
	trash: [total({ bytes: 10 * GB })],
	leaving: [],
	copies: { vault: [], trash: [], leaving: [] },
	derivativeBytes: 10 * GB,
	unfinished: { files: 2, bytes: 20 * GB },
};

test.each([
	['files', 500, 2.3 + 1.44, 0.36 + 1.44],
	['older', 100, 1.25, 0.36],
	['trash', 10, 0.23, 0],
	['leaving', 0, 0, 0],
	['derivatives', 10, 0.23, 0.23],
	['unfinished', 20, 0.46, 0],
] as const)(
	'the line of %s is %i GB, $%f a month now and $%f in 60 days',
	(name, gb, nowUsd, laterUsd) => {
		const line = costLines(prices, totals, now).find((each) => each.name === name);

		expect(line?.bytes).toBe(gb * GB);
		expect(line?.nowUsd).toBeCloseTo(nowUsd, 3);
		expect(line?.laterUsd).toBeCloseTo(laterUsd, 3);
	},
);

test('the plot has twelve months: what moves gets cheaper, moving is paid once, and what goes is gone', () => {
	const months = nextYear(prices, totals, now);

	expect(months).toHaveLength(12);
	const [first, second, third] = months;
	// New files, thumbnails, trash and unfinished uploads; a thousand files move within the month, and one older version.
	expect(first?.ready).toBeCloseTo(2.3 + 0.23 + 0.23 + 0.46, 3);
	expect(first?.moving).toBeCloseTo(0.01 + 0.00003, 6);
	expect(second).toMatchObject({ ready: expect.closeTo(0.23, 3) as number });
	expect(second?.cool).toBeCloseTo(1.25, 3);
	expect(second?.moving).toBeCloseTo(0.03, 6);
	expect(third?.moving).toBe(0);
	expect(third?.totalUsd).toBeCloseTo(0.23 + 6 * 0.36, 2);
	expect(months.at(-1)).toEqual(third);
});

test('what is shown as a month now is what the first month of the plot costs without moving', () => {
	const monthly = costLines(prices, totals, now).reduce((sum, { nowUsd }) => sum + nowUsd, 0);
	const [first] = nextYear(prices, totals, now);

	expect((first?.totalUsd ?? 0) - (first?.moving ?? 0)).toBeCloseTo(monthly, 9);
});

describe('restored copies', () => {
	const copied: VaultTotals = {
		...totals,
		copies: {
			vault: [copy('2026-12-07T00:00:00Z', 100), copy('2036-11-27T00:00:00Z', 200)],
			trash: [copy('2026-12-15T00:00:00Z', 10)],
			leaving: [],
		},
	};

	test('are a line of their own, beside the archive', () => {
		const lines = costLines(prices, copied, now);
		const line = lines.find(({ name }) => name === 'copies');

		expect(line).toMatchObject({
			bytes: 310 * GB,
			nowUsd: expect.closeTo(3.1 * 2.3, 9) as number,
			laterUsd: expect.closeTo(2 * 2.3, 9) as number,
		});
		expect(lines.filter(({ name }) => name !== 'copies')).toEqual(
			costLines(prices, totals, now).filter(({ name }) => name !== 'copies'),
		);
	});

	test('are in the plot for the days on which they are there, and those kept for ten years all year', () => {
		const months = nextYear(prices, copied, now);

		expect(months[0]?.copies).toBeCloseTo(2.3 * (7 / 30) + 4.6 + 0.23 * (15 / 30), 9);
		expect(months.slice(1).map(({ copies }) => copies)).toEqual(
			Array(11).fill(expect.closeTo(4.6, 9)),
		);
		const without = nextYear(prices, totals, now);
		expect(months.map(({ totalUsd, copies }) => totalUsd - copies)).toEqual(
			without.map(({ totalUsd }) => expect.closeTo(totalUsd, 9) as number),
		);
	});

	test('are in what their kind costs, and take no room there', () => {
		const films = (of: VaultTotals) => takersByKind(prices, of).find(({ key }) => key === 'video');

		expect(films(copied)?.bytes).toBe(films(totals)?.bytes);
		expect(films(copied)?.usd).toBeCloseTo((films(totals)?.usd ?? 0) + 3 * 2.3, 9);
	});
});

test('kinds are told by how much they hold, the most first, and link to the folders that hold them', () => {
	expect(takersByKind(prices, totals).map(({ name, href }) => [name, href])).toEqual([
		['Films', '/costs?kind=video#by-folder'],
		['Pictures', '/costs?kind=image#by-folder'],
		['Documents', '/costs?kind=document#by-folder'],
	]);
});
