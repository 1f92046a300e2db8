import { formatBytes, formatSpeed } from '$lib/format/bytes';
import { expect, test } from 'vitest';

test.each([
	[0, '0 B'],
	[1, '1 B'],
	[999, '999 B'],
	[1000, '1 KB'],
	[1049, '1 KB'],
	[1050, '1.1 KB'],
	[9949, '9.9 KB'],
	[9950, '10 KB'],
	[20_480, '20 KB'],
	[999_499, '999 KB'],
	[999_500, '1 MB'],
	[3_200_000, '3.2 MB'],
	[300 * 1024 * 1024, '315 MB'],
	[100 * 1024 ** 3, '107 GB'],
	[5 * 1024 ** 4, '5.5 TB'],
	[Number.MAX_SAFE_INTEGER, '9 PB'],
])('says %d bytes as %s', (bytes, said) => {
	expect(formatBytes(bytes)).toBe(said);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('does not call %d a size', (bytes) => {
	expect(formatBytes(bytes)).toBe('—');
});

test('says a pace per second', () => {
	expect(formatSpeed(12_400_000)).toBe('12 MB/s');
});
