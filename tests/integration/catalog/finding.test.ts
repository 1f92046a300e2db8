import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDatabase, type DatabaseServer, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from './people.ts';

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

describe('versions', () => {
	test('an older one becomes the current one, and none is lost', async () => {
		const [entryId = ''] = await ann.files(ann.rootId, ['a.txt'], { sizeBytes: 2 });
		const { entry } = await ann.does.getEntry({ entryId });
		const newer = entry.kind === 'file' ? entry.versionId : '';
		const older = '00000000-0000-7000-8000-00000000000a';
		await addVersion(entryId, older, { sizeBytes: 1, createdAt: new Date(1000) });
		await addVersion(entryId, newer, { sizeBytes: 2, createdAt: new Date(2000) });

		const restored = await ann.does.restoreVersion({ entryId, versionId: older });

		expect(restored.entry).toMatchObject({ versionId: older, sizeBytes: 1, rev: 1 });
		const { versions } = await ann.does.getEntry({ entryId });
		expect(versions.map(({ id, current }) => [id, current])).toEqual([
			[newer, false],
			[older, true],
		]);
	});

	async function addVersion(
		entryId: string,
		id: string,
		{ sizeBytes, createdAt }: { readonly sizeBytes: number; readonly createdAt: Date },
	): Promise<void> {
		await fresh.database
			.insertInto('versions')
			.values({
				owner_id: ann.ownerId,
				entry_id: entryId,
				id,
				object_key: `u/${ann.ownerId}/${entryId}/${id}`,
				s3_version_id: 'v',
				size_bytes: sizeBytes,
				checksum: 'x',
				content_type: 'text/plain',
				modified_at: null,
				storage_class: 'STANDARD',
				restore_expires_at: null,
				state: 'ready',
				created_at: createdAt,
			})
			.execute();
	}
});
