import { fileDate, zipDate } from '#contract/file-dates';
import { expect, it } from 'vitest';

it.each([0, -1, Date.UTC(1979, 11, 31), Date.UTC(2108, 0, 1), 2 ** 53, Number.NaN])(
	'takes %d for no date of a file',
	(milliseconds) => {
		expect(fileDate(milliseconds)).toBeNull();
	},
);

it.each([Date.UTC(1980, 0, 1), Date.UTC(2026, 1, 3), Date.UTC(2107, 11, 31)])(
	'takes %d for one',
	(milliseconds) => {
		expect(fileDate(milliseconds)?.getTime()).toBe(milliseconds);
	},
);

it('brings every date to one that a zip can say', () => {
	expect(zipDate(new Date(0)).getUTCFullYear()).toBe(1980);
	expect(zipDate(new Date(Date.UTC(2200, 0))).getUTCFullYear()).toBe(2107);
	expect(zipDate(new Date(Date.UTC(2012, 3, 16))).toISOString()).toBe('2012-04-16T00:00:00.000Z');
});
