import { formatPlayingTime, formatTimeLeft } from '$lib/format/duration';
import { expect, test } from 'vitest';

test.each([
	[0, 'a few seconds left'],
	[7.9, 'a few seconds left'],
	[8, 'about 10 seconds left'],
	[31, 'about 40 seconds left'],
	[55, 'about a minute left'],
	[89, 'about a minute left'],
	[91, 'about 2 minutes left'],
	[3299, 'about an hour left'],
	[3 * 3600, 'about 3 hours left'],
	[48 * 3600, 'about 2 days left'],
])('says %d seconds as "%s"', (seconds, said) => {
	expect(formatTimeLeft(seconds)).toBe(said);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])(
	'promises nothing for %d seconds',
	(seconds) => {
		expect(formatTimeLeft(seconds)).toBe('');
	},
);

test.each([
	[0, '0:00'],
	[7.8, '0:07'],
	[222, '3:42'],
	[3729, '1:02:09'],
	[Number.NaN, '–:––'],
])('shows a playing time of %d seconds as %s', (seconds, said) => {
	expect(formatPlayingTime(seconds)).toBe(said);
});
