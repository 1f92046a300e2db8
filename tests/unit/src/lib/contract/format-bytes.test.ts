import { sizeInEnglish } from '#contract/format-bytes';
import { expect, test } from 'vitest';

test.each([
	[0, '0 B'],
	[1, '1 B'],
	[1023, '1023 B'],
	[1024, '1 KB'],
	[1075, '1 KB'],
	[1076, '1.1 KB'],
	[10_188, '9.9 KB'],
	[10_189, '10 KB'],
	[20_480, '20 KB'],
	[1_048_063, '1023 KB'],
	[1_048_064, '1 MB'],
	[3_355_443, '3.2 MB'],
	[300 * 1024 ** 2, '300 MB'],
	[100 * 1024 ** 3, '100 GB'],
	[5 * 1024 ** 4, '5 TB'],
	[Number.MAX_SAFE_INTEGER, '8 PB'],
])('says %d bytes as %s', (bytes, said) => {
	expect(sizeInEnglish(bytes)).toBe(said);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('does not call %d a size', (bytes) => {
	expect(sizeInEnglish(bytes)).toBe('—');
});
