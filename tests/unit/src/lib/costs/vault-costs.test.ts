import { pricesOf } from '#contract/prices';
import type { Total } from '#contract/totals';
import { costLines, nextYear, takersByKind, type VaultTotals } from '$lib/costs/vault-costs';
import { expect, test } from 'vitest';

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

const totals: VaultTotals = {
	vault: [
		total({ files: 1000 }),
		total({ part: 'older', storageClass: 'STANDARD_IA', kind: 'document' }),
		total({ storageClass: 'GLACIER', kind: 'video', bytes: 400 * GB }),
	],
	trash: [total({ bytes: 10 * GB })],
	leaving: [],
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
	(name, gb, now, later) => {
		const line = costLines(prices, totals).find((each) => each.name === name);

		expect(line?.bytes).toBe(gb * GB);
		expect(line?.nowUsd).toBeCloseTo(now, 3);
		expect(line?.laterUsd).toBeCloseTo(later, 3);
	},
);

test('the plot has twelve months: what moves gets cheaper, moving is paid once, and what goes is gone', () => {
	const months = nextYear(prices, totals);

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
	const now = costLines(prices, totals).reduce((sum, { nowUsd }) => sum + nowUsd, 0);
	const [first] = nextYear(prices, totals);

	expect((first?.totalUsd ?? 0) - (first?.moving ?? 0)).toBeCloseTo(now, 9);
});

test('kinds are told by how much they hold, the most first, and link to the folders that hold them', () => {
	expect(takersByKind(prices, totals).map(({ name, href }) => [name, href])).toEqual([
		['Films', '/costs?kind=video#by-folder'],
		['Pictures', '/costs?kind=image#by-folder'],
		['Documents', '/costs?kind=document#by-folder'],
	]);
});
