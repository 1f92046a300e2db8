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

describe('creating a folder', () => {
	test('answers with the canonical name', async () => {
		const { folder } = await ann.does.createFolder({ parentId: ann.rootId, name: ' Cafe\u0301 ' });

		expect(folder).toMatchObject({ name: 'Café', parentId: ann.rootId, rev: 0, trashedAt: null });
	});

	test.each([
		['A.txt', 'a.txt'],
		['é', 'e\u0301'],
		['\u212b', 'å'],
		['ΣΊΣΥΦΟΣ', 'σίσυφος'],
		['a', 'a '],
	])('refuses %j beside %j', async (first, second) => {
		await ann.folder(ann.rootId, first);

		expect(await codeOf(ann.folder(ann.rootId, second))).toBe('name_conflict');
	});

	test.each([
		['🍣.txt', '🍺.txt'],
		['straße', 'strasse'],
		['ﬁ', 'fi'],
		['ı', 'i'],
		['Ａ', 'A'],
		['a', 'a.'],
	])('keeps %j beside %j', async (first, second) => {
		await ann.folder(ann.rootId, first);

		expect(await codeOf(ann.folder(ann.rootId, second))).toBeUndefined();
	});

	test('stops at sixty-four levels', async () => {
		const names = Array.from({ length: 64 }, (_, i) => `level ${String(i + 1)}`);
		const { folders } = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [names] });
		const deepest = folders[0]?.outcome === 'ready' ? folders[0].folderId : '';

		expect((await ann.does.listFolder({ folderId: deepest })).path).toHaveLength(65);
		expect(await codeOf(ann.folder(deepest, 'one more'))).toBe('too_deep');
	});

	test('refuses the trash and what lies in it as a place', async () => {
		const folder = await ann.folder(ann.rootId, 'old');
		await ann.does.trashEntries({ entryIds: [folder] });

		expect(await codeOf(ann.folder(folder, 'x'))).toBe('not_found');
		expect(await codeOf(ann.folder(ann.trashId, 'x'))).toBe('not_found');
	});
});
