import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDatabase, type DatabaseServer, type FreshDatabase } from '../../support/database.ts';
import { codeOf, newPerson, type Person } from './people.ts';

let server: DatabaseServer;
let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	server = await startDatabase();
	fresh = await server.freshDatabase();
});
afterAll(async () => {
	await fresh.close();
	await server.close();
});
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

describe('moving', () => {
	test('takes along what lies below, and touches one row', async () => {
		const from = await ann.folder(ann.rootId, 'from');
		const moved = await ann.folder(from, 'moved');
		const [file = ''] = await ann.files(moved, ['deep.jpg']);
		const to = await ann.folder(ann.rootId, 'to');

		const { entries } = await ann.does.moveEntries({ entryIds: [moved], targetId: to });

		expect(entries).toMatchObject([{ id: moved, parentId: to, rev: 1 }]);
		const { path, entry } = await ann.does.getEntry({ entryId: file });
		expect(path.map(({ name }) => name)).toEqual(['Files', 'to', 'moved']);
		expect(entry.rev).toBe(0);
	});

	test('refuses a folder into itself, below itself, into a file, and the top folders', async () => {
		const outer = await ann.folder(ann.rootId, 'outer');
		const inner = await ann.folder(outer, 'inner');
		const [file = ''] = await ann.files(ann.rootId, ['file']);
		const move = (entryId: string, targetId: string) =>
			codeOf(ann.does.moveEntries({ entryIds: [entryId], targetId }));

		expect(await move(outer, outer)).toBe('cycle');
		expect(await move(outer, inner)).toBe('cycle');
		expect(await move(outer, file)).toBe('not_found');
		expect(await move(ann.rootId, outer)).toBe('top_folder');
		expect(await move(ann.trashId, outer)).toBe('top_folder');
		expect(await move(outer, ann.trashId)).toBe('not_found');
	});

	test('moves all or none', async () => {
		const to = await ann.folder(ann.rootId, 'to');
		await ann.files(to, ['b']);
		const files = await ann.files(ann.rootId, ['a', 'b']);

		const code = await codeOf(ann.does.moveEntries({ entryIds: [...files], targetId: to }));

		expect(code).toBe('name_conflict');
		expect(await ann.namesIn(to)).toEqual(['b']);
		expect(await ann.namesIn(ann.rootId)).toEqual(['to', 'a', 'b']);
	});

	test('numbers what would meet its namesake, when asked to keep both', async () => {
		const to = await ann.folder(ann.rootId, 'to');
		await ann.files(to, ['image.jpg', 'image (1).jpg']);
		const one = await ann.files(await ann.folder(ann.rootId, '1'), ['IMAGE.jpg']);
		const two = await ann.files(await ann.folder(ann.rootId, '2'), ['image.jpg']);

		const onConflict = 'keep-both';
		await ann.does.moveEntries({ entryIds: [...one, ...two], targetId: to, onConflict });

		expect(await ann.namesIn(to)).toEqual([
			'image (1).jpg',
			'IMAGE (2).jpg',
			'image (3).jpg',
			'image.jpg',
		]);
	});

	test('changes nothing where everything is there already', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['a']);

		const { entries } = await ann.does.moveEntries({ entryIds: [file], targetId: ann.rootId });

		expect(entries).toMatchObject([{ id: file, rev: 0 }]);
	});

	test('counts the levels that a folder brings along, as they are now', async () => {
		const tall = await ann.folder(ann.rootId, 'tall');
		await ann.does.ensureFolders({ parentId: tall, paths: [['1', '2', '3']] });
		const names = Array.from({ length: 61 }, (_, i) => String(i));
		const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
		const deep = folders[0]?.outcome === 'ready' ? folders[0].folderId : '';
		const move = () => codeOf(ann.does.moveEntries({ entryIds: [tall], targetId: deep }));

		expect(await move()).toBe('too_deep');
		const [first] = (await ann.does.listFolder({ folderId: tall })).entries;
		const below = (await ann.does.listFolder({ folderId: first?.id ?? '' })).entries;
		await ann.does.trashEntries({ entryIds: below.map(({ id }) => id) });

		expect(await move()).toBeUndefined();
	});
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
