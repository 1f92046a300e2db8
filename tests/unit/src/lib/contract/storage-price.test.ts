import type { PriceName } from '#contract/price-table';
import { heldPrice, pricesOf, storagePrice } from '#contract/prices';
import { expect, test } from 'vitest';

const GB = 1024 ** 3;

test.each([
	['STANDARD', GB, 0.023],
	['STANDARD_IA', GB, 0.0125],
	// As at least 128 KiB.
	['STANDARD_IA', 1, (0.0125 * 128) / 1024 ** 2],
	// With 32 KiB archived and 8 KiB readable beside the bytes.
	['GLACIER', 0, (0.0036 * 32 + 0.023 * 8) / 1024 ** 2],
	['GLACIER', GB, 0.0036 + (0.0036 * 32 + 0.023 * 8) / 1024 ** 2],
	// No line of its own: not less than it is.
	['DEEP_ARCHIVE', GB, 0.023],
])('an object in %s of %i bytes costs %f dollars a month', (storageClass, sizeBytes, usd) => {
	const price = storagePrice(pricesOf('us-east-1'), { sizeBytes, storageClass });

	expect(price).toBeCloseTo(usd, 12);
});

// https://aws.amazon.com/s3/faqs/, "How is my storage charge calculated for objects archived": 100,000 objects of 1 GB are billed as
// 100,003.2 GB of Glacier and 0.8 GB of Standard. AWS rounds 32 KB and 8 KB to millionths of a GB there, which are 2^30 bytes here.
test('100,000 archived objects of 1 GB cost what AWS reckons in its example', () => {
	const price =
		100_000 * storagePrice(pricesOf('us-east-1'), { sizeBytes: GB, storageClass: 'GLACIER' });

	expect(price).toBeCloseTo(100_003.2 * 0.0036 + 0.8 * 0.023, 2);
});

// https://aws.amazon.com/s3/faqs/, "How will I be charged and billed for my use of Amazon S3": 100 GB for 15 days of March and 100 TB for the
// other 16 are 52,900 GB-months, of which 51,200 are in the tier of the first 50 TB.
test('a month of what changes within it costs what AWS reckons in its example', () => {
	const [days, hours] = [{ before: 15, after: 16 }, 744];
	const byteHours = (100 * GB * days.before + 100 * 1024 * GB * days.after) * 24;
	const gbMonths = byteHours / GB / hours;
	expect(Math.round(gbMonths)).toBe(52_900);

	const bytes = 51_200 * GB;

	expect(
		heldPrice(pricesOf('us-east-1'), { files: 1, bytes, storageClass: 'STANDARD' }),
	).toBeCloseTo(1177.6, 6);
});

// https://aws.amazon.com/s3/faqs/, "Is there a minimum object storage charge for S3 Standard-IA": 6 KB are billed as 6 KB and 122 KB more.
test('6 KB in Standard-IA are billed as AWS says in its example', () => {
	const prices = pricesOf('us-east-1');
	const price = (kb: number) =>
		storagePrice(prices, { sizeBytes: kb * 1024, storageClass: 'STANDARD_IA' });

	expect(price(6)).toBeCloseTo(((6 + 122) / 1024 ** 2) * 0.0125, 12);
	expect(price(6)).toBe(price(128));
	expect(price(129)).toBeGreaterThan(price(128));
});

// By hand from https://aws.amazon.com/s3/pricing/: 310,000 requests are 10,000 on each day of March.
test.each<[PriceName, number, number]>([
	['put', 310_000, 1.55],
	['get', 620_000, 0.248],
	['infrequentGet', 620_000, 0.62],
	['toInfrequent', 310_000, 3.1],
	['toGlacier', 310_000, 9.3],
	['restoreStandardRequests', 310_000, 15.5],
	['restoreExpeditedRequests', 310_000, 3100],
])('requests of %s, %i of them, cost %f dollars', (name, requests, usd) => {
	expect((requests / 1000) * pricesOf('us-east-1').usd(name)).toBeCloseTo(usd, 9);
});
