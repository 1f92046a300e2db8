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

describe('searching', () => {
	const names = [
		'IMG_2041.jpg',
		'Invoice March.pdf',
		'march of the penguins.mp4',
		'Straße 100% fertig.txt',
		'春の写真.png',
		'می‌خواهم.txt',
		'🍣 menu.txt',
		'Ünïcode ÉTÉ.txt',
		"'; DROP TABLE entries; --",
	];
	const find = async (query: string) =>
		(await ann.does.searchEntries({ query })).results.map(({ entry }) => entry.name).sort();

	test.each([
		['2041', ['IMG_2041.jpg']],
		['g_20', ['IMG_2041.jpg']],
		['img', ['IMG_2041.jpg']],
		['march', ['Invoice March.pdf', 'march of the penguins.mp4']],
		['MARCH inv', ['Invoice March.pdf']],
		['arch peng', ['march of the penguins.mp4']],
		['m', ['Invoice March.pdf', 'march of the penguins.mp4', '🍣 menu.txt']],
		['of', ['march of the penguins.mp4']],
		['100%', ['Straße 100% fertig.txt']],
		['%', ['Straße 100% fertig.txt']],
		['straß', ['Straße 100% fertig.txt']],
		['写真', ['春の写真.png']],
		['真', ['春の写真.png']],
		['خواهم', ['می‌خواهم.txt']],
		['🍣', ['🍣 menu.txt']],
		['🍺', []],
		['e\u0301te\u0301', ['Ünïcode ÉTÉ.txt']],
		["'; drop", ["'; DROP TABLE entries; --"]],
		['_', []],
		['...', []],
		['nothing like that', []],
		['+-*"()~<>@\\', []],
	])('for %j finds %j', async (query, expected) => {
		await ann.files(ann.rootId, names);

		expect(await find(query)).toEqual([...expected].sort());
	});

	test('follows a file through its names, and says where it lies', async () => {
		const folder = await ann.folder(ann.rootId, 'Letters');
		const [entryId = ''] = await ann.files(folder, ['first draft.txt']);
		await ann.does.renameEntry({ entryId, name: 'final.txt', rev: 0 });

		expect(await find('draft')).toEqual([]);
		const { results } = await ann.does.searchEntries({ query: 'fin' });
		expect(results[0]?.path.map(({ name }) => name)).toEqual(['Files', 'Letters']);
	});

	test('puts the best first: the name itself, its beginning, a word, a part', async () => {
		await ann.files(ann.rootId, ['my plan', 'explant', 'plan', 'planet']);

		const { results } = await ann.does.searchEntries({ query: 'plan' });

		const found = results.map(({ entry }) => entry.name);
		expect(found).toEqual(['plan', 'planet', 'my plan', 'explant']);
	});

	test('keeps to the type that was asked for', async () => {
		await ann.folder(ann.rootId, 'report');
		await ann.files(ann.rootId, ['report.pdf'], { contentType: 'application/pdf' });
		await ann.files(ann.rootId, ['report.jpg'], { contentType: 'image/jpeg' });
		await ann.files(ann.rootId, ['report.mp3'], { contentType: 'audio/mpeg' });

		const found = async (type: 'folder' | 'image' | 'audio' | 'video' | 'document') =>
			(await ann.does.searchEntries({ query: 'report', type })).results.map((r) => r.entry.name);
		expect(await found('folder')).toEqual(['report']);
		expect(await found('document')).toEqual(['report.pdf']);
		expect(await found('image')).toEqual(['report.jpg']);
		expect(await found('audio')).toEqual(['report.mp3']);
		expect(await found('video')).toEqual([]);
	});
});
