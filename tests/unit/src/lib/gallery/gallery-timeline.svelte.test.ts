import { GalleryTimeline } from '$lib/gallery/gallery-timeline.svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeVaultApi } from '../vault/fake-vault-api';

let vault: FakeVaultApi;
let timeline: GalleryTimeline;

/** Pages of ten; on each month of two years fifteen pictures. */
beforeEach(async () => {
	vault = new FakeVaultApi({ pageSize: 10 });
	for (const year of ['2023', '2024'])
		for (let month = 1; month <= 12; month++)
			for (let day = 1; day <= 15; day++) photo(`${year}-${two(month)}-${two(day)}`);
	timeline = new GalleryTimeline(vault.call);
	await Promise.all([timeline.list.refresh(), timeline.readMonths()]);
});

const two = (n: number) => String(n).padStart(2, '0');
const photo = (day: string) =>
	vault.addFile(`${day}.jpg`, undefined, {
		contentType: 'image/jpeg',
		modifiedAt: `${day}T12:00:00.000Z`,
	});
const shown = () => timeline.list.entries.map(({ name }) => name.slice(0, 10));
/** Without gaps, as the months go. */
const isWhole = () => {
	const days = shown();
	const all = timeline.months.flatMap(({ month }) =>
		Array.from({ length: 15 }, (_, day) => `${month}-${two(15 - day)}`),
	);
	const from = all.indexOf(days[0] ?? '');
	return JSON.stringify(all.slice(from, from + days.length)) === JSON.stringify(days);
};

describe('the gallery', () => {
	it('knows how many pictures each month has, whatever is loaded', () => {
		expect(timeline.months).toHaveLength(24);
		expect(timeline.months[0]).toEqual({ month: '2024-12', files: 15 });
		expect(shown()).toHaveLength(10);
	});

	it('goes to a month far away by one request, and on from there', async () => {
		const before = vault.requestsOf('listTimeline').length;

		await timeline.goTo('2023-06');

		expect(vault.requestsOf('listTimeline')).toHaveLength(before + 1);
		expect(shown()[0]).toBe('2023-06-15');
		await timeline.list.loadMore();
		expect(shown()).toHaveLength(20);
		expect(shown().at(-1)).toBe('2023-05-11');
		expect(timeline.jumps).toBe(1);
	});

	it('knows how many are newer than what is loaded', async () => {
		expect(timeline.ahead).toBe(0);

		await timeline.goTo('2023-06');

		expect(timeline.ahead).toBe(18 * 15);
		await timeline.loadNewer();
		expect(timeline.ahead).toBe(11 * 15);
	});

	it('brings the months above it, whole, up to the newest', async () => {
		await timeline.goTo('2023-06');

		await Promise.all([timeline.loadNewer(), timeline.loadNewer()]);

		expect(shown()[0]).toBe('2024-01-15');
		expect(isWhole()).toBe(true);
		while (timeline.before !== undefined) await timeline.loadNewer();
		expect(shown()[0]).toBe('2024-12-15');
		expect(isWhole()).toBe(true);
	});

	it('stays where it is when it is read again', async () => {
		await timeline.goTo('2023-06');
		await timeline.loadNewer();
		const before = shown();

		await timeline.list.refresh();

		expect(shown().slice(0, before.length)).toEqual(before);
		await timeline.goTo('2024-12');
		expect(timeline.before).toBeUndefined();
		expect(shown()[0]).toBe('2024-12-15');
	});

	it('shows what is stored meanwhile where it belongs, and nothing of a part that is not loaded', async () => {
		await timeline.goTo('2023-06');
		const [older, newer] = [photo('2023-06-20'), photo('2024-02-20')];

		timeline.list.accept(timeline.list.placing([newer, older]));

		expect(shown().slice(0, 2)).toEqual(['2023-06-20', '2023-06-15']);
	});

	it('keeps what is selected: until nothing is, all between is read', async () => {
		const first = timeline.list.entries[0]?.id ?? '';
		timeline.selection.only(first);

		await timeline.goTo('2024-10');

		expect(timeline.selection.has(first)).toBe(true);
		expect(timeline.has('2024-10')).toBe(true);
		expect(isWhole()).toBe(true);
		expect(timeline.jumps).toBe(0);
	});

	it('reaches its oldest and its newest picture by End and Home, with a jump unless a range is drawn', async () => {
		timeline.selection.only(timeline.list.entries[0]?.id ?? '');

		await timeline.reach('end', { gapless: false });

		expect(shown()).toHaveLength(15);
		expect(shown().at(-1)).toBe('2023-01-01');
		expect(timeline.list.complete).toBe(true);
		await timeline.reach('start', { gapless: false });
		expect(shown()[0]).toBe('2024-12-15');
		// As far as a person would wait: 25 pages of ten, and the first.
		await timeline.reach('end', { gapless: true });
		expect(shown()).toHaveLength(260);
		expect(isWhole()).toBe(true);
	});

	it('shows the month that was asked for last, whichever answer comes last', async () => {
		const first = timeline.goTo('2023-06').catch(() => 'given up');
		await timeline.goTo('2023-03');

		await first;

		expect(shown()[0]).toBe('2023-03-15');
	});

	it('keeps what it shows where a month does not come', async () => {
		const before = shown();
		vault.refuse('listTimeline', 'internal');

		await expect(timeline.goTo('2023-06')).rejects.toThrow();

		expect(shown()).toEqual(before);
		expect(timeline.before).toBeUndefined();
	});

	it('puts what arrives among the pictures of its day, and above those of the day before', () => {
		const add = (name: string, takenAt: string, utcOffsetMinutes: number) =>
			vault.addFile(name, undefined, {
				contentType: 'image/jpeg',
				media: { takenAt, utcOffsetMinutes, durationMs: null, width: null, height: null },
			});

		timeline.list.accept(
			timeline.list.placing([
				add('honolulu, 1 May', '2025-05-02T06:00:00.000Z', -600),
				add('auckland, 2 May', '2025-05-01T20:00:00.000Z', 720),
				add('berlin, 2 May', '2025-05-01T22:30:00.000Z', 120),
			]),
		);

		expect(timeline.list.entries.slice(0, 3).map(({ name }) => name)).toEqual([
			'berlin, 2 May',
			'auckland, 2 May',
			'honolulu, 1 May',
		]);
	});
});
