import { formatBytes } from '$lib/format/bytes';
import {
	formatAbout,
	formatDay,
	formatInstant,
	formatInstantInFull,
	formatUntil,
} from '$lib/format/instant';
import { formatDayOfMonth, formatMonth } from '$lib/format/month';
import { formatNumber } from '$lib/format/number';
import { plural } from '$lib/format/plural';
import { formatSpeed } from '$lib/format/speed';
import { formatUsd, formatUsdShort } from '$lib/format/usd';
import { receipt } from '$lib/uploads/batch/receipt';
import { afterEach, describe, expect, test } from 'vitest';

/** A Wednesday, in winter time: 15:30 in Berlin. */
const place = { now: new Date('2025-01-15T14:30:00Z'), timeZone: 'Europe/Berlin' };

afterEach(() => {
	document.dir = '';
	document.documentElement.lang = '';
});

const forms: readonly {
	readonly what: string;
	readonly said: () => string;
	readonly by: Readonly<Record<string, string>>;
}[] = [
	{
		what: 'a size',
		said: () => formatBytes(3_355_443),
		by: { 'en-GB': '3.2 MB', 'en-US': '3.2 MB', de: '3,2 MB', 'de-CH': '3.2 MB' },
	},
	{
		what: 'a size of four digits',
		said: () => formatBytes(1_048_063),
		by: { 'en-GB': '1023 KB', de: '1023 KB' },
	},
	{
		what: 'a receipt of thousands',
		said: () => {
			const counts: Readonly<Record<string, number>> = { stored: 12_040, failed: 1200 };
			return receipt({ tasks: [1], count: (state: string) => counts[state] ?? 0 } as never);
		},
		by: {
			'en-GB': '12,040 files stored, 1,200 failed',
			de: '12.040 files stored, 1.200 failed',
		},
	},
	{ what: 'no size', said: () => formatBytes(Number.NaN), by: { 'en-GB': '—', de: '—' } },
	{
		what: 'a pace',
		said: () => formatSpeed(1_572_864),
		by: { 'en-GB': '1.5 MB/s', de: '1,5 MB/s' },
	},
	{
		what: 'a number',
		said: () => formatNumber(12_040),
		by: { 'en-GB': '12,040', de: '12.040', 'de-CH': "12'040" },
	},
	{
		what: 'a count',
		said: () => plural(12_040, 'file').split(' ')[0] ?? '',
		by: { 'en-GB': '12,040', de: '12.040' },
	},
	{
		what: 'a price',
		said: () => formatUsd(1204.5),
		by: { 'en-GB': '$1,204.50', 'en-US': '$1,204.50', de: '1.204,50 $' },
	},
	{
		what: 'next to nothing',
		said: () => formatUsdShort(0.001),
		by: { 'en-GB': '<$0.01', de: '<0,01 $' },
	},
	{
		what: 'minutes ago',
		said: () => formatInstant('2025-01-15T13:31:00Z', place),
		by: { 'en-GB': '59 minutes ago', de: 'vor 59 Minuten' },
	},
	{
		what: 'yesterday',
		said: () => formatInstant('2025-01-14T13:05:00Z', place),
		by: { 'en-GB': 'yesterday 14:05', 'en-US': 'yesterday 2:05 PM', de: 'gestern 14:05' },
	},
	{
		what: 'a day of this week',
		said: () => formatInstant('2025-01-12T08:00:00Z', place),
		by: { 'en-GB': 'Sunday 09:00', 'en-US': 'Sunday 9:00 AM', de: 'Sonntag 09:00' },
	},
	{
		what: 'a day of this year',
		said: () => formatDay('2025-03-08T08:00:00Z', place),
		by: { 'en-GB': '8 March', 'en-US': 'March 8', de: '8. März' },
	},
	{
		what: 'a day of another year',
		said: () => formatDay('2023-12-31T08:00:00Z', place),
		by: { 'en-GB': '31 Dec 2023', 'en-US': 'Dec 31, 2023', de: '31. Dez. 2023' },
	},
	{
		what: 'a day in full',
		said: () => formatInstantInFull('2025-01-14T13:05:00Z', place),
		by: {
			'en-GB': 'Tuesday, 14 January 2025 at 14:05',
			'en-US': 'Tuesday, January 14, 2025 at 2:05 PM',
			de: 'Dienstag, 14. Januar 2025 um 14:05',
		},
	},
	{
		what: 'a month',
		said: () => formatMonth('2024-03-10T12:00:00Z', place),
		by: { 'en-GB': 'March 2024', de: 'März 2024' },
	},
	{
		what: 'a day of a month',
		said: () => formatDayOfMonth('2025-01-13T12:00:00Z', place),
		by: { 'en-GB': 'Monday 13', de: 'Montag, 13.' },
	},
	{
		what: 'until when',
		said: () => formatUntil('2025-01-16T13:05:00Z', place),
		by: { 'en-GB': 'tomorrow 14:05', 'en-US': 'tomorrow 2:05 PM', de: 'morgen 14:05' },
	},
	{
		what: 'about when',
		said: () => formatAbout('2025-01-15T18:30:00Z', place),
		by: { 'en-GB': 'about 19:30', 'en-US': 'about 7:30 PM' },
	},
	{
		what: 'the half of which day',
		said: () => formatAbout('2025-01-17T13:00:00Z', place),
		by: { 'en-GB': 'Friday afternoon', 'en-US': 'Friday afternoon' },
	},
];

test('a size stands apart where words run from right to left', () => {
	document.dir = 'rtl';
	document.documentElement.lang = 'ar-XB';

	expect(formatBytes(1_572_864)).toMatch(/^\u2068.* MB\u2069$/);
});

describe.each(forms)('$what', ({ said, by }) => {
	test.each(Object.entries(by))('is said in %s as %s', (locale, words) => {
		document.documentElement.lang = locale;

		// Which of its spaces stands in between changes from one version of the CLDR to the next.
		expect(said().replace(/[\u00A0\u202F]/g, ' ')).toBe(words);
	});
});
