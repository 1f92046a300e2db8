import { numberedName } from '#contract/names';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from '../../support/people.ts';

const SIZE = 3000;
const MANY = 100;

let fresh: FreshDatabase;
let ann: Person;
let folder: string;

beforeAll(async () => {
	// One connection, so that the counters of its session are those of the application's statements.
	fresh = await freshDatabase({ connectionsMax: 1 });
	ann = await newPerson(fresh.database);
	folder = await ann.folder(ann.rootId, 'Scans');
	const numbered = Array.from({ length: SIZE }, (_, i) => numberedName('a.txt', i + 1));
	await ann.files(folder, ['a.txt', ...numbered]);
});
afterAll(() => fresh.close());

test('a folder of thousands is put into the trash and back without reading what lies in it', async () => {
	const read = await rowsReadBy(async () => {
		await ann.does.trashEntries({ entryIds: [folder] });
		await ann.does.putBackEntries({ entryIds: [folder] });
	});

	// The way up and the totals of what moves, of versions and of copies.
	expect(read).toBeLessThanOrEqual(150);
});

test('a folder that seems too high is measured by its folders alone', async () => {
	const names = Array.from({ length: 60 }, () => 'x');
	const parentId = ann.rootId;
	const { folders } = await ann.does.ensureFolders({ parentId, paths: [names] });
	const targetId = folders[0]?.outcome === 'ready' ? folders[0].folderId : '';
	const tall = await ann.folder(folder, 'tall');
	const { folders: below } = await ann.does.ensureFolders({
		parentId: tall,
		paths: [['1', '2', '3', '4', '5']],
	});
	await ann.does.trashEntries({ entryIds: [tall] });
	expect(below).toMatchObject([{ outcome: 'ready' }]);

	const read = await rowsReadBy(() => ann.does.moveEntries({ entryIds: [folder], targetId }));

	expect(read).toBeLessThanOrEqual(1200);
});

test('a free name among thousands of namesakes is found by reading a few of them', async () => {
	const [entryId = ''] = await ann.files(ann.rootId, ['a.txt']);

	const read = await rowsReadBy(() =>
		ann.does.moveEntries({ entryIds: [entryId], targetId: folder, onConflict: 'keep-both' }),
	);

	// The folder lies sixty deep by now: the way up is walked for the names and for the totals.
	expect(read).toBeLessThanOrEqual(2000);
	const { entry } = await ann.does.getEntry({ entryId });
	expect(entry.name).toBe(numberedName('a.txt', SIZE + 1));
});

test('a hundred of thousands are moved, and taken away, each by its key', async () => {
	const source = await ann.folder(ann.rootId, 'Many');
	const names = Array.from({ length: SIZE }, (_, i) => `many ${String(i)}.txt`);
	const entryIds = (await ann.files(source, names)).slice(0, MANY);
	const targetId = await ann.folder(ann.rootId, 'Some');

	const moved = await rowsReadBy(() =>
		ann.does.moveEntries({ entryIds: [...entryIds], targetId, onConflict: 'keep-both' }),
	);
	const erased = await rowsReadBy(() =>
		ann.catalog.withLockedVault(onBehalfOf(ann.ownerId), async ({ entries }) =>
			entries.erase([...(await entries.getMany(ann.ownerId, entryIds)).values()]),
		),
	);

	expect(await ann.namesIn(targetId)).toEqual([]);
	expect(moved).toBeLessThanOrEqual(12 * MANY);
	// A name has eleven pieces, and the tables hold three thousand names.
	expect(erased).toBeLessThanOrEqual(50 * MANY);
});

/** Rows the application's session has stepped over in `work`, and looked up by key. */
async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
	const before = await rowsRead();
	await work();
	return (await rowsRead()) - before;
}

async function rowsRead(): Promise<number> {
	const { rows } = await sql<{ Value: string }>`show session status where variable_name in
		('Handler_read_key', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')`.execute(
		fresh.database,
	);
	return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}
