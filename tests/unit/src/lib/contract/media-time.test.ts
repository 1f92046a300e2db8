import { takenAt, takenOn } from '#contract/media-time';
import { expect, test } from 'vitest';

const createdAt = '2020-03-03T12:00:00.000Z';

test.each([
	[{ takenAt: '2012-04-16T22:30:00.000Z', utcOffsetMinutes: 120 }, '2012-04-17'],
	[{ takenAt: '2012-04-16T02:30:00.000Z', utcOffsetMinutes: -300 }, '2012-04-15'],
	[{ takenAt: '2012-04-16T22:30:00.000Z', utcOffsetMinutes: null }, '2012-04-16'],
	[{ takenAt: null, utcOffsetMinutes: 720 }, '2020-03-04'],
	[null, '2020-03-03'],
])('%j was taken on the day that the clock there showed: %s', (media, day) => {
	expect(takenOn({ media, modifiedAt: null, createdAt })).toBe(day);
	const dates = media && { ...media, takenAt: media.takenAt && new Date(media.takenAt) };
	expect(takenOn({ media: dates, modifiedAt: null, createdAt: new Date(createdAt) })).toBe(day);
});

test('a file that does not say was taken when it last changed on its device, or else when it came', () => {
	const modifiedAt = '2019-01-01T00:00:00.000Z';
	const media = { takenAt: null, utcOffsetMinutes: 60 };

	expect(takenAt({ media, modifiedAt, createdAt })).toBe(modifiedAt);
	expect(takenAt({ media, modifiedAt: null, createdAt })).toBe(createdAt);
});
