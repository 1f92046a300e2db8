import { formatSpeed } from '$lib/format/speed';
import { expect, test } from 'vitest';

test('says a pace per second', () => {
	expect(formatSpeed(12_400_000)).toBe('12 MB/s');
});
