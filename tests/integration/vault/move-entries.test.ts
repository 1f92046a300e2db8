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
