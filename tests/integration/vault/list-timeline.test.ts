import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from '../../support/people.ts';

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

	async function timeline(only: 'media' | 'all', limit: string): Promise<readonly string[]> {
		const names: string[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<Person['does']['listTimeline']>> = await ann.does.listTimeline(
				{ only, limit, ...(cursor !== null && { cursor }) },
			);
			names.push(...page.files.map(({ name }) => name));
			cursor = page.nextCursor;
		} while (cursor !== null);
		return names;
	}
});
