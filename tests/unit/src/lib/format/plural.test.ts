import { plural } from '$lib/format/plural';
import { expect, test } from 'vitest';

test.each([
	[0, 'file', undefined, '0 files'],
	[1, 'file', undefined, '1 file'],
	[2, 'file', undefined, '2 files'],
	[12_040, 'file', undefined, '12,040 files'],
	[2, 'entry', 'entries', '2 entries'],
	[1, 'entry', 'entries', '1 entry'],
])('counts %d of %s', (count, one, many, said) => {
	expect(plural(count, one, many)).toBe(said);
});
