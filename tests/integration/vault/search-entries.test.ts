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
		['strasse', ['Straße 100% fertig.txt']],
		['0% FERT', ['Straße 100% fertig.txt']],
		['un', ['Ünïcode ÉTÉ.txt']],
		['od', ['Ünïcode ÉTÉ.txt']],
		['*.txt', ['Straße 100% fertig.txt', 'می‌خواهم.txt', '🍣 menu.txt', 'Ünïcode ÉTÉ.txt']],
		['img*', ['IMG_2041.jpg']],
		['*mar*', ['Invoice March.pdf', 'march of the penguins.mp4']],
		['*', names],
		['invoice*.jpg', []],
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
		['+-"()~<>@\\', []],
	])('for %j finds %j', async (query, expected) => {
		await ann.files(ann.rootId, names);

		expect(await find(query)).toEqual([...expected].sort());
	});

	test.each([
		['Résumé Müller.pdf', ['resume', 'muller', 'MÜLLER', 'résumé mull']],
		['İstanbul.jpg', ['istanbul', 'İSTANBUL', 'bul']],
		['Straße.txt', ['strasse', 'STRASSE', 'straße', 'ss']],
		['Œuvre.txt', ['oeuvre', 'œuvre']],
		['ＡＢＣ.txt', ['ABC', 'abc', 'ｂｃ']],
		['사업계획서.docx', ['계획', '사업', '서', '계획서.docx']],
		['report2024v2.pdf', ['v2', '24', 'port', '*v2.pdf']],
		['ﾒﾓ帳.txt', ['メモ', 'めも', '帳']],
		['Ørsted & Łukasz.doc', ['orsted', 'lukasz', '&']],
	])('finds %j by what people type', async (name, queries) => {
		await ann.files(ann.rootId, [name, 'another one.zip']);

		for (const query of queries) expect([query, await find(query)]).toEqual([query, [name]]);
	});

	test('finds a long Japanese name by any part of it', async () => {
		const name =
			'令和六年度第三回定例会議における北部地区住宅協同組合の修繕積立金および昇降機更新計画ならびに庭園管理に関する議事録と附属資料一式最終版鈴木署名済み.pdf';
		await ann.files(ann.rootId, [name]);

		const chars = Array.from(name.replace('.pdf', ''));
		for (let from = 0; from < chars.length; from += 3) {
			for (const length of [1, 2, 5]) {
				const part = chars.slice(from, from + length).join('');
				expect([part, await find(part)]).toEqual([part, [name]]);
			}
		}
	});

	test('looks for words in the names of the folders above as well, but for one of them', async () => {
		const year = await ann.folder(ann.rootId, '2024');
		const taxes = await ann.folder(year, 'Tax papers');
		await ann.files(year, ['tax.pdf', 'house.pdf']);
		await ann.files(taxes, ['receipt 7.pdf', '2024.pdf']);
		await ann.files(ann.rootId, ['tax.pdf', '2024 tax.txt']);

		expect(await find('tax 2024')).toEqual(['2024 tax.txt', '2024.pdf', 'Tax papers', 'tax.pdf']);
		expect(await find('2024 tax receipt')).toEqual(['receipt 7.pdf']);
		expect(await find('2024 h')).toEqual(['house.pdf']);
		expect(await find('files tax house')).toEqual([]);
		const { results } = await ann.does.searchEntries({ query: 'tax 2024' });
		expect(results[0]?.entry.name).toBe('2024 tax.txt');
	});

	test('filters by size, by date and by folder, and counts what is left', async () => {
		const inner = await ann.folder(await ann.folder(ann.rootId, 'outer plan'), 'inner');
		const old = new Date('2020-05-01T00:00:00Z');
		await ann.files(inner, ['plan old'], { sizeBytes: 10, updatedAt: old });
		await ann.files(inner, ['plan big'], { sizeBytes: 5000 });
		await ann.files(ann.rootId, ['plan top'], { sizeBytes: 10 });

		const filtered = async (filter: object) => {
			const answer = await ann.does.searchEntries({ query: 'plan', ...filter });
			expect(answer.count).toBe(answer.results.length);
			return answer.results.map(({ entry }) => entry.name).sort();
		};
		expect(await filtered({ folderId: inner })).toEqual(['plan big', 'plan old']);
		expect(await filtered({ changedBefore: '2021-01-01T00:00:00Z' })).toEqual(['plan old']);
		expect(await filtered({ changedFrom: '2021-01-01T00:00:00Z' })).toEqual([
			'outer plan',
			'plan big',
			'plan top',
		]);
		expect(await filtered({ sizeFrom: '10', sizeBelow: '11' })).toEqual(['plan old', 'plan top']);
		expect(await filtered({ sizeFrom: '11' })).toEqual(['plan big']);
		expect(await filtered({ folderId: inner, type: 'folder' })).toEqual([]);
	});

	test.each([
		['best', ['plan', 'planning', 'a plan.txt', 'Øplan']],
		['name', ['planning', 'a plan.txt', 'Øplan', 'plan']],
		['-name', ['planning', 'plan', 'Øplan', 'a plan.txt']],
		['size', ['planning', 'plan', 'a plan.txt', 'Øplan']],
		['-size', ['planning', 'Øplan', 'a plan.txt', 'plan']],
		['-changed', ['planning', 'a plan.txt', 'plan', 'Øplan']],
	] as const)('sorts by %s', async (sort, expected) => {
		await ann.folder(ann.rootId, 'planning');
		const day = (date: number) => new Date(Date.UTC(2020, 1, date));
		await ann.files(ann.rootId, ['plan'], { sizeBytes: 1, updatedAt: day(2) });
		await ann.files(ann.rootId, ['a plan.txt'], { sizeBytes: 2, updatedAt: day(3) });
		await ann.files(ann.rootId, ['Øplan'], { sizeBytes: 3, updatedAt: day(1) });

		const { results } = await ann.does.searchEntries({ query: 'plan', sort });

		expect(results.map(({ entry }) => entry.name)).toEqual(expected);
	});

	test.each([
		['name', ['zplan', 'åplan', 'zplan 9', 'zplan 10', 'åplan a']],
		['-name', ['åplan', 'zplan', 'åplan a', 'zplan 10', 'zplan 9']],
		['size', ['åplan', 'zplan', 'zplan 10', 'zplan 9', 'åplan a']],
	] as const)('sorts by %s in the order of a reader', async (sort, expected) => {
		await ann.folder(ann.rootId, 'zplan');
		await ann.folder(ann.rootId, 'åplan');
		for (const [name, sizeBytes] of Object.entries({ 'åplan a': 3, 'zplan 9': 2, 'zplan 10': 1 }))
			await ann.files(ann.rootId, [name], { sizeBytes });

		const request = { query: 'plan', sort, collation: 'sv' };
		const { results } = await ann.does.searchEntries(request);

		expect(results.map(({ entry }) => entry.name)).toEqual(expected);
	});

	test('takes a cursor of no search, or of a search with other filters, for none of its own', async () => {
		const attempt = ann.does.searchEntries({ query: 'plan', cursor: 'AAAA' });

		expect(await codeOf(attempt)).toBe('bad_cursor');
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
