import * as contract from '#contract/timeline';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import type { VaultDeps } from '../../../lambdas/vault/deps.ts';
import { listTimeline } from '../../../lambdas/vault/list-timeline.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { codeOf, newPerson, type Person } from '../../support/people.ts';

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	fresh = await freshDatabase();
});
afterAll(() => fresh.close());
beforeEach(async () => {
	ann = await newPerson(fresh.database);
});

describe('the timeline', () => {
	test('shows pictures by the day they were taken and everything by the day it came', async () => {
		const day = (n: number) => new Date(Date.UTC(2024, 0, n));
		const add = (name: string, contentType: string, came: number, taken?: number) =>
			ann.files(ann.rootId, [name], {
				contentType,
				createdAt: day(came),
				modifiedAt: taken === undefined ? null : day(taken),
			});
		await add('old.jpg', 'image/jpeg', 20, 1);
		await add('new.jpg', 'image/jpeg', 10, 9);
		await add('film.mp4', 'video/mp4', 5);
		await add('text.txt', 'text/plain', 15, 30);

		expect(await timeline('media', '1')).toEqual(['new.jpg', 'film.mp4', 'old.jpg']);
		expect(await timeline('all', '3')).toEqual(['old.jpg', 'text.txt', 'new.jpg', 'film.mp4']);
	});

	test('reads its first page while it learns who asks', async () => {
		const { users, lists } = ann.catalog;
		const asked: string[] = [];
		const catalog: VaultDeps['catalog'] = {
			...ann.catalog,
			users: {
				...users,
				vaultOf: (caller) => users.vaultOf(caller).finally(() => asked.push('person is known')),
			},
			lists: {
				...lists,
				timeline: (ownerId, page) => {
					asked.push('page is asked for');
					return lists.timeline(ownerId, page);
				},
			},
		};

		const request = v.parse(contract.listTimeline.request, { only: 'all' });
		const deps = {
			catalog,
			clock: { now: () => new Date() },
			newId: () => '',
			defaultQuotaBytes: 0,
		};
		await listTimeline(deps, onBehalfOf(ann.ownerId), request);

		expect(asked).toEqual(['page is asked for', 'person is known']);
	});

	test('goes on behind any number of trashed files', async () => {
		const folder = await ann.folder(ann.rootId, 'old');
		await ann.files(ann.rootId, ['kept.jpg'], { createdAt: new Date(1000) });
		await ann.files(
			folder,
			Array.from({ length: 30 }, (_, i) => `${String(i)}.jpg`),
		);
		await ann.does.trashEntries({ entryIds: [folder] });

		expect(await timeline('all', '2')).toEqual(['kept.jpg']);
		expect(await timeline('media', '200')).toEqual(['kept.jpg']);
	});

	test('heads pictures with the day where they were taken, and within it orders them by the instant', async () => {
		const add = (name: string, taken: string, utcOffsetMinutes: number) =>
			ann.files(ann.rootId, [name], {
				media: {
					...{ durationMs: null, width: null, height: null },
					takenAt: new Date(taken),
					utcOffsetMinutes,
				},
			});
		await add('auckland, 2 May.jpg', '2024-05-01T20:00:00Z', 720);
		await add('honolulu, 1 May, later.jpg', '2024-05-02T06:00:00Z', -600);
		await add('berlin, 2 May, earlier.jpg', '2024-05-01T22:30:00Z', 120);
		await add('london, 2 May.jpg', '2024-05-01T23:10:00Z', 60);

		expect(await timeline('media', '1')).toEqual([
			'london, 2 May.jpg',
			'berlin, 2 May, earlier.jpg',
			'auckland, 2 May.jpg',
			'honolulu, 1 May, later.jpg',
		]);
	});

	test('begins at a day and ends before another', async () => {
		for (const n of [1, 2, 3, 4]) {
			const modifiedAt = new Date(Date.UTC(2024, 0, n, 23, 59, 59, 999));
			await ann.files(ann.rootId, [`${String(n)}.jpg`], { modifiedAt });
		}

		const days = { takenFrom: '2024-01-02', takenBefore: '2024-01-04' };
		expect(await timeline('media', '1', days)).toEqual(['3.jpg', '2.jpg']);
		expect(await timeline('media', '200', { takenFrom: '2024-01-04' })).toEqual(['4.jpg']);
		expect(await timeline('media', '200', { takenBefore: '2024-01-02' })).toEqual(['1.jpg']);
	});

	test('takes no cursor of other days', async () => {
		await ann.files(ann.rootId, ['1.jpg', '2.jpg'], { modifiedAt: new Date('2024-01-01') });
		const days = { only: 'media', takenFrom: '2024-01-01' } as const;
		const { nextCursor } = await ann.does.listTimeline({ ...days, limit: '1' });

		const attempt = ann.does.listTimeline({ only: 'media', cursor: nextCursor ?? '' });
		expect(await codeOf(attempt)).toBe('bad_cursor');
	});

	test.each([
		{ only: 'all', takenFrom: '2024-01-01' },
		{ only: 'media', takenBefore: '2024-02-30' },
		{ only: 'media', takenBefore: '2024-1-1' },
	] as const)('refuses %j', async (request) => {
		await expect(ann.does.listTimeline(request)).rejects.toThrow();
	});

	async function timeline(
		only: 'media' | 'all',
		limit: string,
		days = {},
	): Promise<readonly string[]> {
		const names: string[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<Person['does']['listTimeline']>> = await ann.does.listTimeline(
				{ only, ...days, limit, ...(cursor !== null && { cursor }) },
			);
			names.push(...page.files.map(({ name }) => name));
			cursor = page.nextCursor;
		} while (cursor !== null);
		return names;
	}
});
