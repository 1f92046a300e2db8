import * as contract from '#contract/vault';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cursorOf } from '../../../lambdas/domain/cursor.ts';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import type { VaultDeps } from '../../../lambdas/vault/deps.ts';
import { getEntry } from '../../../lambdas/vault/get-entry.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { numbersTo } from '../../support/numbers.ts';
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

test('tells a file with the folders above it', async () => {
	const folder = await ann.folder(ann.rootId, 'Letters');
	const [entryId = ''] = await ann.files(folder, ['a.txt']);

	const { entry, path, trashed } = await ann.does.getEntry({ entryId });

	expect(entry).toMatchObject({ id: entryId, name: 'a.txt', parentId: folder });
	expect(path.map(({ id }) => id)).toEqual([ann.rootId, folder]);
	expect(trashed).toBe(false);
});

test('reads the entry while it learns who asks', async () => {
	const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);
	const { users, entries } = ann.catalog;
	const asked: string[] = [];
	const catalog: VaultDeps['catalog'] = {
		...ann.catalog,
		users: {
			...users,
			vaultOf: (caller) => users.vaultOf(caller).finally(() => asked.push('person is known')),
		},
		entries: {
			...entries,
			getMany: (ownerId, ids) => {
				asked.push('entry is asked for');
				return entries.getMany(ownerId, ids);
			},
		},
	};

	const deps = { catalog, clock: { now: () => new Date() }, newId: () => '', defaultQuotaBytes: 0 };
	await getEntry(deps, onBehalfOf(ann.ownerId), v.parse(contract.getEntry.request, { entryId }));

	expect(asked).toEqual(['entry is asked for', 'person is known']);
});

test('says of a file in the trash that it is there', async () => {
	const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);
	await ann.does.trashEntries({ entryIds: [entryId] });

	expect(await ann.does.getEntry({ entryId })).toMatchObject({ trashed: true });
});

test('tells the versions of a file in pages, newest first', async () => {
	const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);
	await fresh.observer.query(
		`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
			content_type, storage_class, state, created_at)
			select ?, ?, uuid(), concat('u/', seq), 'v', seq, '', '', 'STANDARD', 'ready',
			date_add('2024-01-01', interval seq div 3 second) from ${numbersTo(501)}`,
		[ann.ownerId, entryId],
	);
	const sizes: number[] = [];
	const pages: number[] = [];
	let cursor: string | null = null;
	do {
		const page: Awaited<ReturnType<Person['does']['getEntry']>> = await ann.does.getEntry({
			entryId,
			...(cursor !== null && { cursor }),
		});
		pages.push(page.versions.length);
		sizes.push(...page.versions.map(({ sizeBytes }) => Math.trunc(sizeBytes / 3)));
		cursor = page.nextCursor;
	} while (cursor !== null);

	expect(pages).toEqual([200, 200, 101]);
	expect(sizes).toEqual(Array.from({ length: 501 }, (_, i) => Math.trunc((501 - i) / 3)));
});

test.each([['x'], ['2024-01-01T00:00:00Z'], ['2024-99-01T00:00:00Z x'], ["' or 1 x"]])(
	'refuses a forged cursor: %j',
	async (text) => {
		const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);
		const cursor = cursorOf(['versions', ann.ownerId, entryId], Buffer.from(text));

		expect(await codeOf(ann.does.getEntry({ entryId, cursor }))).toBe('bad_cursor');
	},
);
