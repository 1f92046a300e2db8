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

		const { entries } = await ann.does.putBackEntries({ entryIds: [file] });

		expect(entries).toMatchObject([{ id: file, parentId: folder, trashedAt: null, rev: 2 }]);
	});

	test('makes parents again that are gone, once', async () => {
		const inner = await ann.folder(await ann.folder(ann.rootId, 'outer'), 'inner');
		const files = await ann.files(inner, ['x', 'y']);
		await ann.does.trashEntries({ entryIds: [...files] });
		const outer = (await ann.does.listFolder({ folderId: inner })).path[1]?.id ?? '';
		await ann.does.trashEntries({ entryIds: [outer] });

		const { entries } = await ann.does.putBackEntries({ entryIds: [...files] });

		const parents = new Set(entries.map(({ parentId }) => parentId));
		expect(parents.size).toBe(1);
		const { path } = await ann.does.getEntry({ entryId: files[0] ?? '' });
		expect(path.map(({ name }) => name)).toEqual(['Files', 'outer', 'inner']);
	});

	test('numbers what finds its name taken', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['a.txt']);
		await ann.does.trashEntries({ entryIds: [file] });
		await ann.files(ann.rootId, ['A.TXT']);

		const { entries } = await ann.does.putBackEntries({ entryIds: [file] });

		expect(entries).toMatchObject([{ name: 'a (1).txt' }]);
	});

	test('takes one file out of a trashed folder, to where it was', async () => {
		const folder = await ann.folder(await ann.folder(ann.rootId, 'a'), 'b');
		const [file = ''] = await ann.files(folder, ['x']);
		await ann.does.trashEntries({ entryIds: [folder] });

		await ann.does.putBackEntries({ entryIds: [file] });

		const { path, trashed } = await ann.does.getEntry({ entryId: file });
		expect(path.map(({ name }) => name)).toEqual(['Files', 'a', 'b']);
		expect(trashed).toBe(false);
	});

	test('brings a file back inside the folder that is restored with it', async () => {
		const folder = await ann.folder(ann.rootId, 'a');
		const [file = ''] = await ann.files(folder, ['x']);
		await ann.does.trashEntries({ entryIds: [folder] });

		await ann.does.putBackEntries({ entryIds: [file, folder] });

		expect(await ann.namesIn(folder)).toEqual(['x']);
	});

	test('makes no more deep parents again than one call can, and goes on where it is repeated', async () => {
		const ids: string[] = [];
		for (let i = 0; i < 12; i++) {
			const names = Array.from({ length: 60 }, (_, level) => `${String(i)}.${String(level)}`);
			const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
			const [folder] = folders;
			const deepest = folder?.outcome === 'ready' ? folder.folderId : '';
			ids.push(...(await ann.files(deepest, ['a', 'b'])));
		}
		await ann.does.trashEntries({ entryIds: ids });
		const tops = (await ann.does.listFolder({ folderId: ann.rootId })).entries;
		await ann.does.trashEntries({ entryIds: tops.map(({ id }) => id) });
		let isDone = false;
		const restoring = ann.does.putBackEntries({ entryIds: ids }).finally(() => (isDone = true));
		const between = await ann.folder(ann.rootId, 'between').then(() => isDone);
		const first = await restoring;
		let again = first;
		while (again.leftIds.length > 0) again = await ann.does.putBackEntries({ entryIds: ids });

		expect(between).toBe(false);
		expect(first.leftIds).toEqual(ids.slice(first.entries.length));
		expect(first.leftIds.length).toBeGreaterThan(0);
		expect(again.entries.map(({ id }) => id)).toEqual(ids);
		const { path } = await ann.does.getEntry({ entryId: ids.at(-1) ?? '' });
		expect(path).toHaveLength(61);
		expect(path.at(-1)?.name).toBe('11.59');
	}, 30_000);

	test('makes a folder that many lay in again once, and looks for it once', async () => {
		const paths = [Array.from({ length: 60 }, (_, level) => String(level))];
		const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths });
		const [folder] = folders;
		const names = Array.from({ length: 60 }, (_, i) => `file ${String(i)}`);
		const deepest = folder?.outcome === 'ready' ? folder.folderId : '';
		const ids = await ann.files(deepest, names);
		await ann.does.trashEntries({ entryIds: [...ids] });
		const [top] = (await ann.does.listFolder({ folderId: ann.rootId })).entries;
		await ann.does.trashEntries({ entryIds: [top?.id ?? ''] });

		const { entries, leftIds } = await ann.does.putBackEntries({ entryIds: [...ids] });

		expect(leftIds).toEqual([]);
		expect(new Set(entries.map(({ parentId }) => parentId)).size).toBe(1);
	});

	test('restores nothing where one of the entries is not there', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['x']);
		await ann.does.trashEntries({ entryIds: [file] });

		const code = await codeOf(ann.does.putBackEntries({ entryIds: [file, crypto.randomUUID()] }));

		expect(code).toBe('not_found');
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
	});

	test('answers the same where it is sent again, as after a lost answer', async () => {
		const files = [...(await ann.files(ann.rootId, ['x', 'y']))];
		await ann.does.trashEntries({ entryIds: files });
		const answer = await ann.does.putBackEntries({ entryIds: files });

		expect(await ann.does.putBackEntries({ entryIds: files })).toEqual(answer);
	});

	test('refuses the top folders', async () => {
		expect(await codeOf(ann.does.putBackEntries({ entryIds: [ann.rootId] }))).toBe('top_folder');
		expect(await codeOf(ann.does.putBackEntries({ entryIds: [ann.trashId] }))).toBe('top_folder');
	});
});
