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

describe('restoring', () => {
	test('puts an entry back where it was, also where that was moved in the meantime', async () => {
		const folder = await ann.folder(ann.rootId, 'a');
		const [file = ''] = await ann.files(folder, ['x']);
		await ann.does.trashEntries({ entryIds: [file] });
		await ann.does.renameEntry({ entryId: folder, name: 'b', rev: 0 });

		const { entries } = await ann.does.restoreEntries({ entryIds: [file] });

		expect(entries).toMatchObject([{ id: file, parentId: folder, trashedAt: null, rev: 2 }]);
	});

	test('makes parents again that are gone, once', async () => {
		const inner = await ann.folder(await ann.folder(ann.rootId, 'outer'), 'inner');
		const files = await ann.files(inner, ['x', 'y']);
		await ann.does.trashEntries({ entryIds: [...files] });
		const outer = (await ann.does.listFolder({ folderId: inner })).path[1]?.id ?? '';
		await ann.does.trashEntries({ entryIds: [outer] });

		const { entries } = await ann.does.restoreEntries({ entryIds: [...files] });

		const parents = new Set(entries.map(({ parentId }) => parentId));
		expect(parents.size).toBe(1);
		const { path } = await ann.does.getEntry({ entryId: files[0] ?? '' });
		expect(path.map(({ name }) => name)).toEqual(['Files', 'outer', 'inner']);
	});

	test('numbers what finds its name taken', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['a.txt']);
		await ann.does.trashEntries({ entryIds: [file] });
		await ann.files(ann.rootId, ['A.TXT']);

		const { entries } = await ann.does.restoreEntries({ entryIds: [file] });

		expect(entries).toMatchObject([{ name: 'a (1).txt' }]);
	});

	test('takes one file out of a trashed folder, to where it was', async () => {
		const folder = await ann.folder(await ann.folder(ann.rootId, 'a'), 'b');
		const [file = ''] = await ann.files(folder, ['x']);
		await ann.does.trashEntries({ entryIds: [folder] });

		await ann.does.restoreEntries({ entryIds: [file] });

		const { path, trashed } = await ann.does.getEntry({ entryId: file });
		expect(path.map(({ name }) => name)).toEqual(['Files', 'a', 'b']);
		expect(trashed).toBe(false);
	});

	test('brings a file back inside the folder that is restored with it', async () => {
		const folder = await ann.folder(ann.rootId, 'a');
		const [file = ''] = await ann.files(folder, ['x']);
		await ann.does.trashEntries({ entryIds: [folder] });

		await ann.does.restoreEntries({ entryIds: [file, folder] });

		expect(await ann.namesIn(folder)).toEqual(['x']);
	});

	test('refuses what is not in the trash', async () => {
		const folder = await ann.folder(ann.rootId, 'a');

		expect(await codeOf(ann.does.restoreEntries({ entryIds: [folder] }))).toBe('not_in_trash');
		expect(await codeOf(ann.does.restoreEntries({ entryIds: [ann.trashId] }))).toBe('top_folder');
	});
});
