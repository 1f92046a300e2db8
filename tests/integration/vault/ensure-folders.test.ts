import { VAULT_FOLDERS_MAX } from '#contract/limits';
import { ensureFolders } from '#contract/vault';
import * as v from 'valibot';
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

describe('ensuring folders', () => {
	test('makes what is missing, keeps what is there, and may be repeated', async () => {
		const holiday = await ann.folder(ann.rootId, 'Holiday');
		const paths = [['holiday', '2024', 'Rome'], ['holiday', '2024', 'Oslo'], ['Work']];

		const first = await ann.does.ensureFolders({ parentId: ann.rootId, paths });
		const second = await ann.does.ensureFolders({ parentId: ann.rootId, paths });

		expect(second).toEqual(first);
		expect(await ann.namesIn(ann.rootId)).toEqual(['Holiday', 'Work']);
		expect(await ann.namesIn(holiday)).toEqual(['2024']);
	});

	test('says for each path alone why it cannot be', async () => {
		await ann.files(ann.rootId, ['notes']);
		const deep = Array.from({ length: 64 }, () => 'x');
		const folder = await ann.folder(ann.rootId, 'one level down');

		const { folders } = await ann.does.ensureFolders({
			parentId: folder,
			paths: [['fine'], ['..', 'etc'], deep],
		});
		const blocked = await ann.does.ensureFolders({ parentId: ann.rootId, paths: [['Notes', 'a']] });

		expect(folders).toMatchObject([
			{ outcome: 'ready' },
			{ outcome: 'refused', code: 'bad_name', reason: 'reserved' },
			{ outcome: 'refused', code: 'too_deep' },
		]);
		expect(blocked.folders).toEqual([{ outcome: 'refused', code: 'name_conflict' }]);
	});

	test('takes as many names as one call can make, of any length, and lets others in between', async () => {
		const name = (n: number) => String(n).padEnd(255, 'abcdefghijklmnopqrstuvwxyz0123456789');
		const paths = Array.from({ length: 10 }, (_, i) =>
			Array.from({ length: 50 }, (_, j) => name(i * 50 + j)),
		);
		const ensuring = ann.does.ensureFolders({ parentId: ann.rootId, paths });
		let isDone = false;
		void ensuring.finally(() => (isDone = true));
		const between = await ann.folder(ann.rootId, 'between').then(() => isDone);

		const { folders } = await ensuring;

		expect(between).toBe(false);
		expect(folders.every(({ outcome }) => outcome === 'ready')).toBe(true);
		expect(await ann.does.ensureFolders({ parentId: ann.rootId, paths })).toEqual({ folders });
	});

	test('refuses more names than that', () => {
		const paths = Array.from({ length: 8 }, () => Array.from({ length: 64 }, () => 'x'));

		expect(
			v.safeParse(ensureFolders.request, { parentId: ann.rootId, paths }).issues?.[0].message,
		).toMatch(/too many names/);
	});

	test('makes no more folders than a vault keeps, by whichever verb', async () => {
		const outer = await ann.folder(ann.rootId, 'outer');
		const inner = await ann.folder(outer, 'inner');
		const [file = ''] = await ann.files(inner, ['x']);
		await ann.does.trashEntries({ entryIds: [file] });
		await ann.does.trashEntries({ entryIds: [outer] });
		await fresh.observer.query('update users set folder_count = ? where id = ?', [
			VAULT_FOLDERS_MAX - 1,
			ann.ownerId,
		]);

		const restored = await codeOf(ann.does.putBackEntries({ entryIds: [file] }));
		const { folders } = await ann.does.ensureFolders({
			parentId: ann.rootId,
			paths: [['one'], ['ONE'], ['two']],
		});
		const created = await codeOf(ann.folder(ann.rootId, 'three'));

		expect(restored).toBe('too_many_folders');
		expect(folders).toMatchObject([
			{ outcome: 'ready' },
			{ outcome: 'ready' },
			{ outcome: 'refused', code: 'too_many_folders' },
		]);
		expect(created).toBe('too_many_folders');
		expect(await ann.namesIn(ann.rootId)).toEqual(['one']);
	});
});
