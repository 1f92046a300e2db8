import { expect, test } from 'vitest';
import { describeArrival } from '../../../../lambdas/domain/arrival-notice.ts';

test.each([
	[1, 8, '1 file (8 B)'],
	[2, 3_355_443, '2 files (3.2 MB)'],
	[500, 100 * 1024 ** 3, '500 files (100 GB)'],
])('says %d files of %d bytes as the screens do: %s', (fileCount, sizeBytes, said) => {
	expect(describeArrival(fileCount, sizeBytes)).toBe(said);
});
