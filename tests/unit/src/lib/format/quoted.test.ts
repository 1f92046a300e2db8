import { isolated, quoted } from '$lib/format/quoted';
import { expect, test } from 'vitest';

test('a name keeps its direction to itself', () => {
	expect(quoted('مرحبا (1).txt')).toBe('“\u2068مرحبا (1).txt\u2069”');
	expect(isolated('Photos')).toBe('\u2068Photos\u2069');
});
