import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

describe('renaming', () => {
	test('changes the name, counts the change and moves it in the list', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['b', 'c']);

		const { entry } = await ann.does.renameEntry({ entryId: file, name: 'd', rev: 0 });

		expect(entry).toMatchObject({ id: file, name: 'd', rev: 1 });
		expect(await ann.namesIn(ann.rootId)).toEqual(['c', 'd']);
	});

	test('lets a name change its case alone', async () => {
		const folder = await ann.folder(ann.rootId, 'photos');

		await ann.does.renameEntry({ entryId: folder, name: 'Photos', rev: 0 });

		expect(await ann.namesIn(ann.rootId)).toEqual(['Photos']);
	});

	test('answers a repeated request as it did the first one', async () => {
		const folder = await ann.folder(ann.rootId, 'a');

		const first = await ann.does.renameEntry({ entryId: folder, name: 'b', rev: 0 });

		expect(await ann.does.renameEntry({ entryId: folder, name: 'b', rev: 0 })).toEqual(first);
	});

	test('refuses a name that is taken, a bad one, an old rev and the top folders', async () => {
		const folder = await ann.folder(ann.rootId, 'a');
		await ann.files(ann.rootId, ['Taken']);
		const rename = (entryId: string, name: string, rev = 0) =>
			codeOf(ann.does.renameEntry({ entryId, name, rev }));

		expect(await rename(folder, 'taken')).toBe('name_conflict');
		expect(await rename(folder, 'a/b')).toBe('bad_name');
		expect(await rename(folder, 'fine', 7)).toBe('stale');
		expect(await rename(ann.rootId, 'mine')).toBe('top_folder');
		expect(await rename(ann.trashId, 'mine')).toBe('top_folder');
	});
});
