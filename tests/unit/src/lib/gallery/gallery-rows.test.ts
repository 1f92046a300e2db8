import { galleryLayout } from '$lib/gallery/gallery-rows';
import { stepsTo } from '$lib/gallery/picture-steps';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

const vault = new FakeVaultApi();
const taken = (modifiedAt: string | null, createdAt = '2019-05-05T12:00:00.000Z') =>
	vault.addFile('a.jpg', undefined, { modifiedAt, createdAt });
/** Squares of 100 pixels, so many side by side. */
const shape = (columns: number) => ({ width: columns * 100, height: 100, gap: 0 });
const galleryRows = (files: readonly ReturnType<typeof taken>[], columns: number) =>
	galleryLayout(shape(columns), new Map())(files);

describe('the gallery', () => {
	const lines = (dates: readonly string[], columns: number) =>
		galleryRows(
			dates.map((date) => taken(`${date}T12:00:00.000Z`)),
			columns,
		).map((row) => {
			if (row.kind !== 'pictures') return row.name;
			return (
				row.days?.map(({ name, from, to }) => `${name}: ${String(to - from)}`) ?? row.files.length
			);
		});

	it('puts pictures under the month and the day they were taken on, in rows', () => {
		const march20 = Array.from({ length: 3 }, () => '2020-03-20');

		expect(lines([...march20, '2020-03-10', '2020-02-05'], 2)).toEqual([
			'March 2020',
			...['Friday 20', 2, 1],
			...['Tuesday 10', 1],
			'February 2020',
			...['Wednesday 5', 1],
		]);
	});

	it('puts days of few pictures beside each other, as long as they have room', () => {
		const days = ['2020-03-20', '2020-03-10', '2020-03-10', '2020-03-05', '2020-03-04'];

		expect(lines(days, 5)).toEqual([
			'March 2020',
			['Friday 20: 1', 'Tuesday 10: 2', 'Thursday 5: 1'],
			...['Wednesday 4', 1],
		]);
		expect(lines(days, 2)).toEqual([
			'March 2020',
			...['Friday 20', 1],
			...['Tuesday 10', 2],
			...['Thursday 5', 1],
			...['Wednesday 4', 1],
		]);
	});

	it('keeps every picture in order and no row wider than the window, and appending moves only the days of the last row', () => {
		const layOut = galleryLayout({ width: 700, height: 120, gap: 4 }, new Map());
		const daysFrom = (least: number) =>
			fc.array(
				fc.record({
					day: fc.integer({ min: least, max: least + 13 }),
					count: fc.integer({ min: 1, max: 9 }),
				}),
				{ maxLength: 12 },
			);
		const filesOf = (days: readonly { readonly day: number; readonly count: number }[]) =>
			[...new Map(days.map(({ day, count }) => [day, count]))]
				.sort(([a], [b]) => b - a)
				.flatMap(([day, count]) =>
					Array.from({ length: count }, (_, at) => {
						const takenAt = new Date(Date.UTC(2020, 2, day, 12)).toISOString();
						const unknown = { utcOffsetMinutes: null, durationMs: null };
						return vault.addFile('a.jpg', undefined, {
							media: { takenAt, ...unknown, width: 1 + (at % 3), height: 2 },
						});
					}),
				);
		fc.assert(
			fc.property(daysFrom(15), daysFrom(1), (newer, older) => {
				const files = filesOf(newer);
				const rows = layOut(files);

				const pictures = rows.filter((row) => row.kind === 'pictures');
				expect(pictures.flatMap((row) => row.files)).toEqual(files);
				for (const { files: shown, days, starts, widths } of pictures) {
					const ends = widths.map((width, at) => (starts[at] ?? NaN) + width);
					expect(Math.max(...ends)).toBeLessThanOrEqual(700 + 1e-6);
					expect(starts.every((start, at) => start >= (ends[at - 1] ?? 0))).toBe(true);
					if (days) expect(days.at(-1)?.to).toBe(shown.length);
				}
				const lastDays = rows.findLastIndex(
					(row) => row.kind === 'day' || (row.kind === 'pictures' && row.days),
				);
				const longer = layOut([...files, ...filesOf(older)]);
				expect(longer.slice(0, Math.max(0, lastDays))).toEqual(
					rows.slice(0, Math.max(0, lastDays)),
				);
			}),
			{ numRuns: 60 },
		);
	});

	it('goes by the arrival of pictures that do not know when they were taken', () => {
		const [heading] = galleryRows([taken(null)], 3);

		expect(heading).toMatchObject({ kind: 'month', name: 'May 2019' });
	});

	it('gives every row a key of its own', () => {
		const rows = galleryRows(
			Array.from({ length: 30 }, (_, day) => taken(new Date(Date.UTC(2020, 5, day)).toISOString())),
			4,
		);

		expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
	});

	it('shows a picture of unknown form as a square, and in the form it was seen to have only when all is laid out anew', () => {
		const learned = new Map<string, number>();
		const file = taken('2020-03-20T12:00:00.000Z');
		const widths = (layOut: ReturnType<typeof galleryLayout>) =>
			layOut([file]).flatMap((row) => (row.kind === 'pictures' ? row.widths : []));
		const layOut = galleryLayout(shape(4), learned);
		expect(widths(layOut)).toEqual([100]);

		learned.set(file.versionId, 1.5);

		expect(widths(layOut)).toEqual([100]);
		expect(widths(galleryLayout(shape(4), learned))).toEqual([150]);
	});

	it('gives a picture the form that is told of it, and a heading the date on the clock where it was taken', () => {
		const media = {
			takenAt: '2020-03-31T23:30:00.000Z',
			utcOffsetMinutes: 540,
			durationMs: null,
			width: 3000,
			height: 2000,
		};
		const file = vault.addFile('a.jpg', undefined, { media });

		expect(galleryRows([file], 4)).toMatchObject([
			{ kind: 'month', key: '2020-04', name: 'April 2020' },
			{ kind: 'day', key: '2020-04-01', name: 'Wednesday 1' },
			{ kind: 'pictures', widths: [150] },
		]);
	});

	it('goes up and down to the picture that is nearest, over the names of days', () => {
		const wide = Array.from({ length: 2 }, () => taken('2020-03-20T12:00:00.000Z'));
		const narrow = Array.from({ length: 4 }, () => taken('2020-03-10T12:00:00.000Z'));
		const files = [...wide, ...narrow];
		const rows = galleryLayout(
			shape(4),
			new Map(wide.map(({ versionId }) => [versionId, 2])),
		)(files);
		const from = (at: number, direction: -1 | 1) =>
			at + stepsTo(rows, files[at]?.id ?? '', direction);

		expect([0, 1].map((at) => from(at, 1))).toEqual([2, 4]);
		expect([2, 3, 4, 5].map((at) => from(at, -1))).toEqual([0, 0, 1, 1]);
		expect([from(0, -1), from(5, 1)]).toEqual([0, 5]);
	});
});
