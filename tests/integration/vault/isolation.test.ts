import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { codeOf, newPerson, tally, type Person } from '../../support/people.ts';

let fresh: FreshDatabase;
let ann: Person;
let bob: Person;
/** Of Bob. */
let folder: string;
let file: string;
let trashed: string;
/** Of Ann. */
let own: string;

beforeAll(async () => {
	fresh = await freshDatabase();
	ann = await newPerson(fresh.database);
	bob = await newPerson(fresh.database);
	folder = await bob.folder(bob.rootId, 'secret plans');
	[file = ''] = await bob.files(folder, ['secret.jpg']);
	[trashed = ''] = await bob.files(folder, ['thrown away.jpg']);
	await bob.does.trashEntries({ entryIds: [trashed] });
	own = await ann.folder(ann.rootId, 'mine');
});
afterAll(() => fresh.close());

describe('what belongs to another person', () => {
	test('answers as if it were not there, whatever is tried with it', async () => {
		const before = await rowsOf(bob);

		for (const id of [folder, file, trashed, bob.rootId, bob.trashId, uuidv7()]) {
			const counts = await tally([
				ann.does.listFolder({ folderId: id }),
				ann.does.getEntry({ entryId: id }),
				ann.does.createFolder({ parentId: id, name: 'x' }),
				ann.does.ensureFolders({ parentId: id, paths: [['x']] }),
				ann.does.renameEntry({ entryId: id, name: 'x', rev: 0 }),
				ann.does.moveEntries({ entryIds: [id], targetId: ann.rootId }),
				ann.does.moveEntries({ entryIds: [own], targetId: id }),
				ann.does.trashEntries({ entryIds: [id] }),
				ann.does.trashEntries({ entryIds: [own, id] }),
				ann.does.putBackEntries({ entryIds: [id] }),
				ann.does.restoreVersion({ entryId: id, versionId: uuidv7() }),
			]);
			expect(counts).toEqual({ not_found: 11 });
		}

		expect(await rowsOf(bob)).toEqual(before);
		expect(await ann.namesIn(ann.rootId)).toEqual(['mine']);
	});

	test('is in no list and no search', async () => {
		expect((await ann.does.searchEntries({ query: 'secret' })).results).toEqual([]);
		expect((await ann.does.listTimeline({ only: 'all' })).files).toEqual([]);
		expect((await bob.does.searchEntries({ query: 'secret' })).results).toHaveLength(2);
	});

	test('is not reached by its cursor', async () => {
		await bob.files(folder, ['a', 'b']);
		const { nextCursor } = await bob.does.listTimeline({ only: 'all', limit: '1' });

		const attempt = ann.does.listTimeline({ only: 'all', cursor: nextCursor ?? '' });

		expect(await codeOf(attempt)).toBe('bad_cursor');
	});
});

describe('what is being deleted forever', () => {
	test('is not there for its owner either', async () => {
		const doomed = await bob.folder(bob.rootId, 'doomed');
		const [below = ''] = await bob.files(doomed, ['below.jpg']);
		await bob.does.trashEntries({ entryIds: [doomed] });
		await bob.catalog.withLockedVault(onBehalfOf(bob.ownerId), async ({ entries }, vault) => {
			const entry = await entries.get(bob.ownerId, doomed);
			if (entry === undefined) throw new Error('It was just made.');
			await entries.replace(entry, { ...entry, parentId: vault.purgeId });
		});

		for (const id of [doomed, below]) {
			expect(await codeOf(bob.does.getEntry({ entryId: id }))).toBe('not_found');
			expect(await codeOf(bob.does.listFolder({ folderId: id }))).toBe('not_found');
			expect(await codeOf(bob.does.putBackEntries({ entryIds: [id] }))).toBe('not_found');
			expect(await codeOf(bob.does.trashEntries({ entryIds: [id] }))).toBe('not_found');
		}
		expect((await bob.does.searchEntries({ query: 'below' })).results).toEqual([]);
		expect(await bob.namesIn(bob.trashId)).not.toContain('doomed');
	});
});

describe('a deleted account', () => {
	test('opens nothing with tokens that are still valid', async () => {
		const eve = await newPerson(fresh.database);
		await fresh.database
			.updateTable('users')
			.set({ state: 'deleted' })
			.where('id', '=', eve.ownerId)
			.execute();

		expect(await codeOf(eve.does.openVault({}))).toBe('vault_deleted');
		expect(await codeOf(eve.does.listFolder({ folderId: eve.rootId }))).toBe('vault_deleted');
		expect(await codeOf(eve.folder(eve.rootId, 'x'))).toBe('vault_deleted');
	});
});

async function rowsOf(person: Person): Promise<unknown> {
	return fresh.database
		.selectFrom('entries')
		.selectAll()
		.where('owner_id', '=', person.ownerId)
		.orderBy('id')
		.execute();
}
