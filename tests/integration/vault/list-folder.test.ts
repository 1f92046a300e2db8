import type { RequestOf } from '#contract/endpoint';
import type { Sort } from '#contract/entries';
import * as contract from '#contract/vault';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import type { VaultDeps } from '../../../lambdas/vault/deps.ts';
import { listFolder } from '../../../lambdas/vault/list-folder.ts';
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

describe('listing a folder', () => {
	test('puts folders first and numbers in the order of their value', async () => {
		await ann.files(ann.rootId, ['image 10.jpg', 'Image 9.jpg', 'éclair', 'zoo', 'eclipse']);
		await ann.folder(ann.rootId, 'zebra');

		expect(await ann.namesIn(ann.rootId)).toEqual([
			'zebra',
			'éclair',
			'eclipse',
			'Image 9.jpg',
			'image 10.jpg',
			'zoo',
		]);
	});

	test.each([
		['name', ['a', 'b', 'small', 'tall', 'tiny']],
		['-name', ['b', 'a', 'tiny', 'tall', 'small']],
		['size', ['a', 'b', 'tiny', 'small', 'tall']],
		['-size', ['b', 'a', 'tall', 'small', 'tiny']],
		['changed', ['a', 'b', 'tall', 'tiny', 'small']],
		['-changed', ['b', 'a', 'small', 'tiny', 'tall']],
	] as const)('goes by %s on pages of every size', async (sort, expected) => {
		await ann.folder(ann.rootId, 'a');
		await ann.folder(ann.rootId, 'b');
		await ann.files(ann.rootId, ['tall'], { sizeBytes: 5e12, updatedAt: new Date(1000) });
		await ann.files(ann.rootId, ['tiny'], { sizeBytes: 0, updatedAt: new Date(2000) });
		await ann.files(ann.rootId, ['small'], { sizeBytes: 256, updatedAt: new Date(3000) });

		for (const limit of ['1', '2', '3', '5', '200']) {
			expect(await walk(ann, ann.rootId, { sort, limit })).toEqual(expected);
			expect(await walk(ann, ann.rootId, { sort, limit, from: 'end' })).toEqual(expected);
		}
	});

	test.each(['name', '-name', 'size', '-size', 'changed', '-changed'] as const)(
		'by %s says what lies in each folder, on pages of every size and from both ends',
		async (sort) => {
			const folders = ['a', 'b', 'c', 'd'];
			for (const [i, name] of folders.entries()) {
				const names = Array.from({ length: i }, (_, j) => String(j));
				await ann.files(await ann.folder(ann.rootId, name), names, { sizeBytes: 5 });
			}
			await ann.files(ann.rootId, ['x', 'y', 'z'], { sizeBytes: 7 });
			const expected = folders.map((name, i) => [name, { items: i, files: i, bytes: 5 * i }]);

			for (const limit of ['1', '3', '200']) {
				for (const from of ['start', 'end'] as const) {
					const pages = await pagesOf(ann, ann.rootId, { sort, limit, from });
					expect(pages.map(({ folder }) => folder.totals)).toEqual(
						pages.map(() => ({ items: 7, files: 9, bytes: 51 })),
					);
					const shown = pages.flatMap(({ entries }) =>
						entries.flatMap((entry) =>
							entry.kind === 'folder' ? [[entry.name, entry.totals]] : [],
						),
					);
					expect(shown.toSorted()).toEqual(expected);
				}
			}
		},
	);

	test('may be turned round at a cursor, and reads what was shown before it', async () => {
		await ann.folder(ann.rootId, 'a');
		await ann.files(ann.rootId, ['b', 'c', 'd', 'e']);
		const folderId = ann.rootId;
		const ahead = await ann.does.listFolder({ folderId, limit: '4' });

		const cursor = ahead.nextCursor ?? '';
		const back = await ann.does.listFolder({ folderId, from: 'end', cursor, limit: '2' });

		expect(back.entries.map(({ name }) => name)).toEqual(['b', 'c']);
		expect(back.nextCursor).not.toBeNull();
	});

	describe('in the order of a reader', () => {
		const files = ['apa', 'orm', 'zebra', 'ål 9', 'ål 10', 'äpple'];

		beforeEach(async () => {
			await ann.files(ann.rootId, files.toReversed());
			await ann.folder(ann.rootId, 'zoo');
			await ann.folder(ann.rootId, 'ö');
		});

		test.each(['name', '-name'] as const)(
			'goes by %s on pages of every size, from both ends',
			async (sort) => {
				const expected =
					sort === 'name' ? ['zoo', 'ö', ...files] : ['ö', 'zoo', ...files.toReversed()];

				for (const limit of ['1', '2', '3', '200']) {
					const options = { sort, limit, collation: 'sv-SE' };
					expect(await walk(ann, ann.rootId, options)).toEqual(expected);
					expect(await walk(ann, ann.rootId, { ...options, from: 'end' })).toEqual(expected);
				}
			},
		);

		test('may begin anywhere in the middle, and goes on both ways', async () => {
			const all = ['zoo', 'ö', ...files];
			const page = async (request: object) =>
				ann.does.listFolder({ folderId: ann.rootId, limit: '2', collation: 'sv', ...request });
			const names = ({ entries }: Awaited<ReturnType<typeof page>>) =>
				entries.map(({ name }) => name);

			for (let skip = 1; skip <= all.length; skip++) {
				const ahead = await page({ skip: String(skip) });
				expect(names(ahead)).toEqual(all.slice(skip, skip + 2));
				expect(ahead.collation).toBe('sv');
				if (skip === all.length) continue;
				const before = await page({ from: 'end', cursor: ahead.previousCursor });
				expect(names(before)).toEqual(all.slice(Math.max(0, skip - 2), skip));
				const back = await page({ from: 'end', skip: String(skip) });
				const end = all.length - skip;
				expect(names(back)).toEqual(all.slice(Math.max(0, end - 2), end));
			}
		});

		test('says in whose order it is, and what lies in its folders', async () => {
			const folderId = await ann.folder(ann.rootId, 'å');
			await ann.files(folderId, ['a'], { sizeBytes: 5 });

			const list = await ann.does.listFolder({ folderId: 'root', collation: 'sv', limit: '3' });

			expect(list.collation).toBe('sv');
			expect(list.folder.totals).toMatchObject({ items: 9, files: 7 });
			expect(list.entries).toMatchObject([
				{ name: 'zoo', totals: { items: 0 } },
				{ name: 'å', totals: { items: 1, files: 1, bytes: 5 } },
				{ name: 'ö' },
			]);
		});

		test.each<Partial<RequestOf<typeof contract.listFolder>>>([
			{ collation: 'de-DE' },
			{ collation: 'sv', sort: 'size' },
			{},
		])('is that of the vault for %j', async (asked) => {
			const list = await ann.does.listFolder({ folderId: ann.rootId, ...asked });
			expect(list.collation).toBeNull();
		});

		test('is that of its cursor, and of no other language', async () => {
			const ask = (collation?: string, cursor?: string | null) =>
				ann.does.listFolder({
					folderId: ann.rootId,
					limit: '3',
					collation,
					...(cursor != null && { cursor }),
				});
			const [own, vaults] = [await ask('sv'), await ask()];

			expect((await ask('sv', own.nextCursor)).entries.map(({ name }) => name)).toEqual([
				'orm',
				'zebra',
				'ål 9',
			]);
			expect((await ask('sv', vaults.nextCursor)).collation).toBeNull();
			expect(await codeOf(ask('da', own.nextCursor))).toBe('bad_cursor');
			expect(await codeOf(ask(undefined, own.nextCursor))).toBe('bad_cursor');
		});

		test('asks of a folder of one page what is asked in the order of the vault', async () => {
			const catalog = {
				...ann.catalog,
				lists: { ...ann.catalog.lists, names: () => Promise.reject(new Error('not needed')) },
			};
			const asked = v.parse(contract.listFolder.request, { folderId: ann.rootId, collation: 'sv' });

			const list = await listFolder(depsOf(catalog), onBehalfOf(ann.ownerId), asked);

			expect(list.collation).toBe('sv');
			expect(list.entries.map(({ name }) => name)).toEqual(['zoo', 'ö', ...files]);
		});

		test('leaves out what has gone between the names and the rest', async () => {
			const { entries } = ann.catalog;
			const [goneId = ''] = await ann.files(ann.rootId, ['a']);
			const catalog: VaultDeps['catalog'] = {
				...ann.catalog,
				entries: {
					...entries,
					async getMany(ownerId, ids) {
						await ann.does.trashEntries({ entryIds: [goneId] });
						return entries.getMany(ownerId, ids);
					},
				},
			};
			const asked = { folderId: ann.rootId, collation: 'sv', limit: '5' };
			const request = v.parse(contract.listFolder.request, asked);

			const list = await listFolder(depsOf(catalog), onBehalfOf(ann.ownerId), request);

			expect(list.entries.map(({ name }) => name)).toEqual(['zoo', 'ö', 'apa', 'orm']);
		});

		test.each(['sv_SE', 'a', 'x'.repeat(40)])('refuses %s, which is no language', (collation) => {
			const request = { folderId: ann.rootId, collation };
			expect(v.safeParse(contract.listFolder.request, request).success).toBe(false);
		});
	});

	test.each(['name', '-name', 'changed', '-changed', 'size', '-size'] as const)(
		'by %s may begin anywhere in the middle, from either end, and goes on both ways',
		async (sort) => {
			for (const name of ['x', 'y', 'z']) await ann.folder(ann.rootId, name);
			for (const [sizeBytes, name] of ['a', 'b', 'c', 'd', 'e'].entries())
				await ann.files(ann.rootId, [name], { sizeBytes });
			const folderId = ann.rootId;
			const all = await walk(ann, folderId, { sort, limit: '3' });
			const page = async (request: object) =>
				ann.does.listFolder({ folderId, sort, limit: '2', ...request });
			const names = ({ entries }: Awaited<ReturnType<typeof page>>) =>
				entries.map(({ name }) => name);

			for (let skip = 1; skip < all.length; skip++) {
				const ahead = await page({ skip: String(skip) });
				expect(names(ahead)).toEqual(all.slice(skip, skip + 2));
				const before = await page({ from: 'end', cursor: ahead.previousCursor });
				expect(names(before)).toEqual(all.slice(Math.max(0, skip - 2), skip));

				const back = await page({ from: 'end', skip: String(skip) });
				const end = all.length - skip;
				expect(names(back)).toEqual(all.slice(Math.max(0, end - 2), end));
				const behind = await page({ cursor: back.previousCursor });
				expect(names(behind)).toEqual(all.slice(end, end + 2));
			}
			const { previousCursor } = await page({ skip: '1' });
			const cursor = previousCursor ?? '';
			expect(names(await page({ cursor, skip: '3' }))).toEqual(all.slice(5, 7));
		},
	);

	test('behind its last row is empty, and at its ends goes on one way', async () => {
		await ann.files(ann.rootId, ['a', 'b']);
		const folderId = ann.rootId;

		const first = await ann.does.listFolder({ folderId, limit: '1' });
		const behind = await ann.does.listFolder({ folderId, skip: '2' });

		expect(first.previousCursor).toBeNull();
		expect(behind).toMatchObject({ entries: [], nextCursor: null, previousCursor: null });
	});

	test.each(['-1', '1.5', '100001', ''])('does not leave out %j rows', async (skip) => {
		await expect(async () => ann.does.listFolder({ folderId: ann.rootId, skip })).rejects.toThrow();
	});

	test('refuses a cursor of another folder, of another order, and one that is made up', async () => {
		const other = await ann.folder(ann.rootId, 'other');
		await ann.files(ann.rootId, ['a', 'b', 'c']);
		const { nextCursor } = await ann.does.listFolder({ folderId: ann.rootId, limit: '1' });
		const cursor = nextCursor ?? '';

		const list = (input: { folderId: string; sort?: 'size'; cursor: string }) =>
			codeOf(ann.does.listFolder(input));
		expect(await list({ folderId: ann.rootId, cursor })).toBeUndefined();
		expect(await list({ folderId: other, cursor })).toBe('bad_cursor');
		expect(await list({ folderId: ann.rootId, sort: 'size', cursor })).toBe('bad_cursor');
		for (const made of ['', 'x', `${cursor}=`, cursor.slice(0, 8), 'A'.repeat(2000)]) {
			expect(await list({ folderId: ann.rootId, cursor: made })).toBe('bad_cursor');
		}
	});

	test('takes root for the top folder, also in the page after', async () => {
		await ann.files(ann.rootId, ['a', 'b']);
		const { folder, entries, nextCursor } = await ann.does.listFolder({
			folderId: 'root',
			limit: '1',
		});
		const cursor = nextCursor ?? '';

		const rest = await ann.does.listFolder({ folderId: ann.rootId, cursor });

		expect(folder.id).toBe(ann.rootId);
		expect([...entries, ...rest.entries].map(({ name }) => name)).toEqual(['a', 'b']);
		expect((await ann.does.listFolder({ folderId: 'root', cursor })).entries).toEqual(rest.entries);
	});

	test('says where the folder is', async () => {
		const trip = await ann.folder(await ann.folder(ann.rootId, 'Photos'), 'Trip');

		const { path, trashed, folder } = await ann.does.listFolder({ folderId: trip });

		expect(path.map(({ name }) => name)).toEqual(['Files', 'Photos', 'Trip']);
		expect(trashed).toBe(false);
		expect(folder.id).toBe(trip);
	});

	test('does not list a file', async () => {
		const [file = ''] = await ann.files(ann.rootId, ['a']);

		expect(await codeOf(ann.does.listFolder({ folderId: file }))).toBe('not_found');
	});
});

test('asks for the page while it learns who asks: on AWS each way to the database counts', async () => {
	const { tree, lists } = ann.catalog;
	const asked: string[] = [];
	const catalog: VaultDeps['catalog'] = {
		...ann.catalog,
		tree: {
			...tree,
			open: (caller, folderId) =>
				tree.open(caller, folderId).finally(() => asked.push('person is known')),
		},
		lists: {
			...lists,
			folder: (ownerId, page) => {
				asked.push('page is asked for');
				return lists.folder(ownerId, page);
			},
		},
	};

	const request = v.parse(contract.listFolder.request, { folderId: ann.rootId });
	await listFolder(depsOf(catalog), onBehalfOf(ann.ownerId), request);

	expect(asked).toEqual(['page is asked for', 'person is known']);
});

function depsOf(catalog: VaultDeps['catalog']): VaultDeps {
	return { catalog, clock: { now: () => new Date() }, newId: () => '', defaultQuotaBytes: 0 };
}

/** All names in the order of the list, page by page from one of its ends. */
interface PagesOptions {
	readonly sort: Sort;
	readonly limit: string;
	readonly from?: 'start' | 'end';
	readonly collation?: string;
}

async function walk(
	person: Person,
	folderId: string,
	options: PagesOptions,
): Promise<readonly string[]> {
	const pages = (await pagesOf(person, folderId, options)).map(({ entries }) =>
		entries.map(({ name }) => name),
	);
	return (options.from === 'end' ? pages.toReversed() : pages).flat();
}

/** In the order in which they are read. */
async function pagesOf(person: Person, folderId: string, options: PagesOptions) {
	const pages: Awaited<ReturnType<Person['does']['listFolder']>>[] = [];
	let cursor: string | null = null;
	do {
		const page: (typeof pages)[number] = await person.does.listFolder({
			folderId,
			...options,
			...(cursor !== null && { cursor }),
		});
		pages.push(page);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return pages;
}
