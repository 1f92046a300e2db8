import { describe, expect, test } from 'vitest';
import { filledMedia, plausibleMedia, type MediaFacts } from '../../../../lambdas/domain/media.ts';

const now = new Date('2026-11-30T12:00:00Z');
const nothing = {
	takenAt: null,
	utcOffsetMinutes: null,
	durationMs: null,
	width: null,
	height: null,
};
const at = (time: string, utcOffsetMinutes: number | null = null): MediaFacts => {
	return { ...nothing, takenAt: new Date(time), utcOffsetMinutes };
};

describe('what a browser has read', () => {
	const read = (facts: object, modifiedAt: Date | null = null) =>
		plausibleMedia({ ...nothing, ...facts }, { modifiedAt, now });

	test('is kept as it is', () => {
		const facts = { utcOffsetMinutes: 120, durationMs: 1500, width: 4, height: 3 };

		expect(read({ ...facts, takenAt: '2012-04-16T17:10:00Z' })).toEqual({
			...facts,
			takenAt: new Date('2012-04-16T17:10:00Z'),
		});
	});

	test.each(['2026-12-01T12:00:01Z', '2099-01-01T00:00:00Z', '1825-12-31T23:59:59Z'])(
		'was not taken at %s, nor by the clock that said so',
		(takenAt) => {
			expect(read({ takenAt, utcOffsetMinutes: 60, width: 4, height: 3 })).toEqual({
				...nothing,
				width: 4,
				height: 3,
			});
		},
	);

	test.each(['2026-12-01T12:00:00Z', '1826-01-01T00:00:00Z'])(
		'may have been taken at %s',
		(takenAt) => {
			expect(read({ takenAt })).toEqual(at(takenAt));
		},
	);

	test('has a width and a height, or neither', () => {
		expect(read({ width: 4 })).toBeNull();
		expect(read({ height: 3 })).toBeNull();
	});

	test.each(['1000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
		'tells no other day of a file of %s, which might be none that the database holds',
		(modifiedAt) => {
			expect(read({ utcOffsetMinutes: 60 }, new Date(modifiedAt))).toBeNull();
		},
	);

	test('is nothing where nothing was read', () => {
		expect(plausibleMedia(null, { modifiedAt: null, now })).toBeNull();
		expect(read({})).toBeNull();
	});
});

describe('what is stored', () => {
	const first = { ...at('2012-04-16T17:10:00Z', 120), width: 4, height: 3 };
	const other = { ...at('2020-01-01T00:00:00Z', 60), durationMs: 9, width: 8, height: 6 };

	test('stays, and what was not known is filled', () => {
		expect(filledMedia(first, other)).toEqual({ ...first, durationMs: 9 });
		expect(filledMedia(null, first)).toEqual(first);
		expect(filledMedia(first, null)).toEqual(first);
	});

	test('takes a time together with its clock', () => {
		const stored = { ...nothing, utcOffsetMinutes: -300 };

		expect(filledMedia(stored, first)).toEqual(first);
		expect(filledMedia(at('2012-04-16T17:10:00Z'), other)?.utcOffsetMinutes).toBeNull();
		expect(filledMedia(stored, { ...nothing, utcOffsetMinutes: 60 })).toEqual(stored);
	});
});
