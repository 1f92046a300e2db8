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
