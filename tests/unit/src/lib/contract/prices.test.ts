import { pricesOf, restorePrice, type Restorable } from '#contract/prices';
import { restoreTiers, type RestoreTier } from '#contract/restore-tiers';
import { describe, expect, test } from 'vitest';

const GB = 1024 ** 3;
const nothing = { files: 0, bytes: 0 };
const retrieved = (files: number, gb: number): Restorable => ({
	retrieved: { files, bytes: gb * GB },
	extended: nothing,
});
const usd = (amount: number) => Math.round(amount * 10_000) / 10_000;

describe('what AWS reckons for 15 million objects of 100 TB together', () => {
	// https://repost.aws/knowledge-center/s3-manage-data-retrieval: us-east-1, the temporary copies left out.
	test.each([
		['Standard', 750, 1024, 1774],
		['Expedited', 150_000, 3072, 153_072],
		['Bulk', 0, 0, 0],
	] as const)('is at %s %d for requests and %d for bytes', (tier, requests, bytes, total) => {
		const price = restorePrice(pricesOf('us-east-1'), retrieved(15_000_000, 102_400), {
			tier,
			days: 1,
		});

		expect(usd(price.requestsUsd)).toBe(requests);
		expect(usd(price.retrievalUsd)).toBe(bytes);
		expect(usd(price.totalUsd - price.copiesUsd)).toBe(total);
	});
});

// By hand from the price page: GB × price per GB, files ÷ 1,000 × price per thousand, GB × Standard × days ÷ 30.4167.
test.each<[string, RestoreTier, number, number, number, number]>([
	['us-east-1', 'Standard', 1, 1, 7, 0.01 + 0.00005 + 0.0053],
	['us-east-1', 'Bulk', 300, 10, 7, 0.0529],
	['us-east-1', 'Expedited', 100, 1, 1, 0.03 + 1 + 0.0008],
	['us-west-2', 'Standard', 1000, 100, 30, 1 + 0.05 + 2.2685],
	['eu-central-1', 'Standard', 1000, 100, 30, 1.2 + 0.06 + 2.4164],
	['eu-central-1', 'Expedited', 100, 1, 1, 0.036 + 1.2 + 0.0008],
	['eu-central-1', 'Bulk', 10_000, 1000, 7, 5.6384],
])('in %s at %s, %d files of %d GB for %d days cost %d', (region, tier, files, gb, days, total) => {
	const price = restorePrice(pricesOf(region), retrieved(files, gb), { tier, days });

	expect(price.totalUsd).toBeCloseTo(total, 3);
});

test.each(restoreTiers)('keeping a copy longer at %s is billed as storage alone', (tier) => {
	const extended = { retrieved: nothing, extended: { files: 10, bytes: 100 * GB } };

	const price = restorePrice(pricesOf('us-east-1'), extended, { tier, days: 7 });

	expect(price).toMatchObject({ retrievalUsd: 0, requestsUsd: 0 });
	expect(price.copiesUsd).toBeCloseTo((100 * 0.023 * 7 * 24) / 730, 6);
});

test('the prices of a region that is not in the table are those of us-east-1, and say so', () => {
	expect(pricesOf('mars-north-1').region).toBe('us-east-1');
});

test('a faster tier never costs less', () => {
	for (const region of ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1']) {
		const [bulk = 0, standard = 0, expedited = 0] = restoreTiers.map(
			(tier) => restorePrice(pricesOf(region), retrieved(10, 1), { tier, days: 7 }).totalUsd,
		);
		expect([bulk, standard, expedited]).toEqual(
			[bulk, standard, expedited].toSorted((a, b) => a - b),
		);
	}
});
