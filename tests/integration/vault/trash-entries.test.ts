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

describe('trashing', () => {
	test('hides a folder with everything in it, by one row', async () => {
		const folder = await ann.folder(ann.rootId, 'old');
		const [file = ''] = await ann.files(folder, ['old.jpg']);

		const { trashedIds } = await ann.does.trashEntries({ entryIds: [folder] });

		expect(trashedIds).toEqual([folder]);
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.namesIn(ann.trashId)).toEqual(['old']);
		expect((await ann.does.searchEntries({ query: 'old' })).results).toEqual([]);
		expect((await ann.does.listTimeline({ only: 'media' })).files).toEqual([]);
		expect(await ann.does.getEntry({ entryId: file })).toMatchObject({
			trashed: true,
			entry: { rev: 0, trashedAt: null },
		});
	});

	test('changes nothing when repeated, and nothing more for what goes with its folder', async () => {
		const folder = await ann.folder(ann.rootId, 'old');
		const [file = ''] = await ann.files(folder, ['a']);
		const entryIds = [file, folder];

		await ann.does.trashEntries({ entryIds });
		const { trashedIds } = await ann.does.trashEntries({ entryIds });

		expect(trashedIds).toEqual(entryIds);
		expect((await ann.does.getEntry({ entryId: folder })).entry.rev).toBe(1);
		expect((await ann.does.getEntry({ entryId: file })).entry.parentId).toBe(folder);
	});

	test('remembers the way back however long the names on it are', async () => {
		const names = Array.from({ length: 64 }, () => `"'`.repeat(127));
		const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
		const deepest = folders[0]?.outcome === 'ready' ? folders[0].folderId : '';
		const [file = ''] = await ann.files(deepest, ['a.txt']);
		const root = (await ann.does.listFolder({ folderId: ann.rootId })).entries[0]?.id ?? '';

		await ann.does.trashEntries({ entryIds: [file] });
		await ann.does.trashEntries({ entryIds: [root] });
		await ann.does.putBackEntries({ entryIds: [file] });

		const { path } = await ann.does.getEntry({ entryId: file });
		expect(path.slice(1).map(({ name }) => name)).toEqual(names);
	});

	test('says where each entry was: the folder as it is called now, or its old names where it is gone', async () => {
		const kept = await ann.folder(ann.rootId, 'kept');
		const gone = await ann.folder(kept, 'gone');
		const [top = ''] = await ann.files(ann.rootId, ['top.txt']);
		const [moved = ''] = await ann.files(kept, ['moved.txt']);
		const [lost = ''] = await ann.files(gone, ['lost.txt']);
		await ann.does.trashEntries({ entryIds: [top, moved, lost] });
		await ann.does.trashEntries({ entryIds: [gone] });
		const { entry } = await ann.does.getEntry({ entryId: kept });
		await ann.does.renameEntry({ entryId: kept, name: 'renamed', rev: entry.rev });

		const { origins } = await ann.does.listFolder({ folderId: ann.trashId });

		expect(new Map(origins.map(({ entryId, ...origin }) => [entryId, origin]))).toEqual(
			new Map([
				[top, { folderId: ann.rootId, names: [], cut: false }],
				[moved, { folderId: kept, names: ['renamed'], cut: false }],
				[lost, { folderId: null, names: ['kept', 'gone'], cut: false }],
				[gone, { folderId: kept, names: ['renamed'], cut: false }],
			]),
		);
		expect((await ann.does.listFolder({ folderId: gone })).origins).toEqual([]);
	});

	test('names the last folders of a deep place', async () => {
		const names = ['a', 'b', 'c', 'd'];
		const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
		const deepest = folders[0]?.outcome === 'ready' ? folders[0].folderId : '';
		const [file = ''] = await ann.files(deepest, ['deep.txt']);
		await ann.does.trashEntries({ entryIds: [file] });

		const { origins } = await ann.does.listFolder({ folderId: ann.trashId });

		expect(origins).toEqual([
			{ entryId: file, folderId: deepest, names: ['b', 'c', 'd'], cut: true },
		]);
	});

	test('lets any number of the same name lie in the trash, and frees the name', async () => {
		for (let i = 0; i < 3; i++) {
			const [file = ''] = await ann.files(ann.rootId, ['image.jpg']);
			await ann.does.trashEntries({ entryIds: [file] });
		}

		expect(await ann.namesIn(ann.trashId)).toEqual(['image.jpg', 'image.jpg', 'image.jpg']);
	});

	test('refuses the top folders', async () => {
		expect(await codeOf(ann.does.trashEntries({ entryIds: [ann.rootId] }))).toBe('top_folder');
		expect(await codeOf(ann.does.trashEntries({ entryIds: [ann.trashId] }))).toBe('top_folder');
	});

	test('leaves what lies in the trash where it is and what it is called', async () => {
		const folder = await ann.folder(ann.rootId, 'old');
		await ann.does.trashEntries({ entryIds: [folder] });
		const target = await ann.folder(ann.rootId, 'to');

		const rename = ann.does.renameEntry({ entryId: folder, name: 'new', rev: 1 });
		expect(await codeOf(rename)).toBe('not_found');
		const move = ann.does.moveEntries({ entryIds: [folder], targetId: target });
		expect(await codeOf(move)).toBe('not_found');
	});
});
