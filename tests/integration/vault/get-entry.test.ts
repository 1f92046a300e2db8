import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

test('tells a file with the folders above it', async () => {
	const folder = await ann.folder(ann.rootId, 'Letters');
	const [entryId = ''] = await ann.files(folder, ['a.txt']);

	const { entry, path, trashed } = await ann.does.getEntry({ entryId });

	expect(entry).toMatchObject({ id: entryId, name: 'a.txt', parentId: folder });
	expect(path.map(({ id }) => id)).toEqual([ann.rootId, folder]);
	expect(trashed).toBe(false);
});

test('says of a file in the trash that it is there', async () => {
	const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);
	await ann.does.trashEntries({ entryIds: [entryId] });

	expect(await ann.does.getEntry({ entryId })).toMatchObject({ trashed: true });
});
