import { formatUsd, formatUsdShort } from '$lib/format/usd';
import { expect, test } from 'vitest';

test.each([
	[0, 'free'],
	[0.0000001, 'less than $0.01'],
	[0.01, '$0.01'],
	[1.239, '$1.24'],
	[1204.5, '$1,204.50'],
	[-1, '—'],
	[Number.NaN, '—'],
])('says %d dollars as %s', (usd, said) => {
	expect(formatUsd(usd)).toBe(said);
});

test.each([
	[0, 'free'],
	[0.0000001, '<$0.01'],
	[0.12, '$0.12'],
	[-1, '—'],
])('in a narrow column %f is “%s”', (usd, words) => {
	expect(formatUsdShort(usd)).toBe(words);
});
