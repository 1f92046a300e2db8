import { pricesOf, storagePrice } from '#contract/prices';
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
