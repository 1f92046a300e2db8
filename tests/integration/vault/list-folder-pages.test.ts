import { COLLATED_ENTRIES_MAX } from '#contract/limits';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryColumns, writtenColumns } from '../../../lambdas/adapters/mysql-catalog/entry-row.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from '../../support/people.ts';

const SIZE = 20_000;
const PAGE = 200;

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	// One connection, so that the counters of its session are those of the application's statements.
	fresh = await freshDatabase({ connectionsMax: 1 });
	ann = await newPerson(fresh.database);
	for (let i = 0; i < SIZE; i += 2000) {
		const names = Array.from({ length: 2000 }, (_, j) => `image ${String(i + j)}.jpg`);
		await ann.files(ann.rootId, names, { sizeBytes: i });
	}
}, 120_000);
afterAll(() => fresh.close());

describe('a folder of twenty thousand files', () => {
	test.each(['name', '-name', 'changed', '-changed', 'size', '-size'] as const)(
		'by %s reads no more rows for a page than it shows, first or late',
		async (sort) => {
			let cursor: string | null = null;
			for (let page = 0; page < 4; page++) {
				const before = await rowsRead();
				const list: Awaited<ReturnType<Person['does']['listFolder']>> = await ann.does.listFolder({
					folderId: ann.rootId,
					sort,
					...(cursor !== null && { cursor }),
				});
				const read = (await rowsRead()) - before;

				expect(list.entries).toHaveLength(PAGE);
				// The page, one more to see that it goes on, and the few rows of the way to the folder and of its totals.
				expect(read).toBeLessThanOrEqual(PAGE + 15);
				cursor = list.nextCursor;
			}
		},
	);

	test.each(['name', '-name', 'changed', '-changed', 'size', '-size'] as const)(
		'by %s reads no more rows for its last pages than it shows',
		async (sort) => {
			let cursor: string | null = null;
			for (let page = 0; page < 2; page++) {
				const before = await rowsRead();
				const list: Awaited<ReturnType<Person['does']['listFolder']>> = await ann.does.listFolder({
					folderId: ann.rootId,
					sort,
					from: 'end',
					...(cursor !== null && { cursor }),
				});

				expect(list.entries).toHaveLength(PAGE);
				expect((await rowsRead()) - before).toBeLessThanOrEqual(PAGE + 15);
				cursor = list.nextCursor;
			}
		},
	);

	test('reads no more for a page that was asked for in the order of a reader, and is in that of the vault', async () => {
		const before = await rowsRead();

		const list = await ann.does.listFolder({ folderId: ann.rootId, collation: 'sv' });

		expect(list.collation).toBeNull();
		expect((await rowsRead()) - before).toBeLessThanOrEqual(PAGE + 20);
	});

	test.each(['name', '-name', 'changed', 'size'] as const)(
		'by %s reads no more rows for a page in its middle than it leaves out and shows',
		async (sort) => {
			const skip = SIZE / 2;
			const before = await rowsRead();
			const list = await ann.does.listFolder({ folderId: ann.rootId, sort, skip: String(skip) });

			expect(list.entries).toHaveLength(PAGE);
			expect((await rowsRead()) - before).toBeLessThanOrEqual(skip + PAGE + 15);
		},
	);

	test('reads no more of the timeline than it shows', async () => {
		const { nextCursor } = await ann.does.listTimeline({ only: 'media' });
		const before = await rowsRead();

		await ann.does.listTimeline({ only: 'media', cursor: nextCursor ?? '' });

		expect((await rowsRead()) - before).toBeLessThanOrEqual(PAGE + 10);
	});

	test('is walked without a gap or a double while others change it', async () => {
		const seen: string[] = [];
		let cursor: string | null = null;
		let changes = 0;
		do {
			const list: Awaited<ReturnType<Person['does']['listFolder']>> = await ann.does.listFolder({
				folderId: ann.rootId,
				...(cursor !== null && { cursor }),
			});
			seen.push(...list.entries.map(({ name }) => name));
			cursor = list.nextCursor;
			changes += 1;
			await ann.files(ann.rootId, [`new ${String(changes)}`, `a new ${String(changes)}`]);
			const [first, last] = [list.entries[0], list.entries.at(-1)];
			if (first !== undefined) await ann.does.trashEntries({ entryIds: [first.id] });
			if (last?.kind === 'file') {
				const name = `a renamed ${String(changes)}`;
				await ann.does.renameEntry({ entryId: last.id, name, rev: last.rev });
			}
		} while (cursor !== null);

		expect(new Set(seen).size).toBe(seen.length);
		const stable = seen.filter((name) => name.startsWith('image '));
		expect(stable).toEqual(Array.from({ length: SIZE }, (_, i) => `image ${String(i)}.jpg`));
	});
});

describe('a folder in the order of a reader', () => {
	const LONG = COLLATED_ENTRIES_MAX;
	let folder: string;

	beforeAll(async () => {
		folder = await ann.folder(ann.rootId, 'Bilder');
		const columns = [...new Set([...entryColumns, ...writtenColumns])];
		const values = columns
			.join()
			.replace(/\bid\b/, 'uuid()')
			.replace('parent_id', '?');
		await fresh.observer.query(
			`insert into entries (${columns.join()}) select ${values} from entries where parent_id = ? and name like 'image %' limit ${String(LONG)}`,
			[folder, ann.rootId],
		);
		await fresh.observer.query(
			`insert into totals select owner_id, ?, part, kind, storage_class, stays, ?, 0 from totals where entry_id = ? and part = 'direct'`,
			[folder, LONG, ann.rootId],
		);
	});

	test('reads all names and the page, first or late', async () => {
		let cursor: string | null = null;
		for (let page = 0; page < 3; page++) {
			const before = await rowsRead();
			const list: Awaited<ReturnType<Person['does']['listFolder']>> = await ann.does.listFolder({
				folderId: folder,
				collation: 'sv',
				...(cursor !== null && { cursor }),
			});

			expect(list.collation).toBe('sv');
			expect(list.entries).toHaveLength(PAGE);
			// The first is read in the vault's order too, as most folders are no longer.
			const pages = page === 0 ? 2 : 1;
			expect((await rowsRead()) - before).toBeLessThanOrEqual(LONG + pages * (PAGE + 20));
			cursor = list.nextCursor;
		}
	});

	test('goes on where it has grown, and begins in that of the vault', async () => {
		const ask = (cursor?: string) =>
			ann.does.listFolder({ folderId: folder, collation: 'sv', cursor });
		const { entries, nextCursor } = await ask();
		const behind = entries.at(-1)?.name.replace('.jpg', 'z.jpg') ?? '';
		await ann.files(folder, [behind]);

		const next = await ask(nextCursor ?? '');
		expect(next.collation).toBe('sv');
		expect(next.entries[0]?.name).toBe(behind);
		expect((await ask()).collation).toBeNull();
	});

	test('is read no further than it may be long', async () => {
		const { lists } = ann.catalog;
		expect(await lists.names(ann.ownerId, folder, LONG - 1)).toBeUndefined();
		const names = await lists.names(ann.ownerId, folder, LONG + 1);
		expect(names?.length).toBeGreaterThanOrEqual(LONG);
	});
});

describe('what the database is asked', () => {
	test('is never prepared on the server', async () => {
		const { rows } = await sql<{ Value: string }>`show session status where variable_name in
			('Com_stmt_prepare', 'Com_stmt_execute')`.execute(fresh.database);

		expect(rows.map((row) => Number(row.Value))).toEqual([0, 0]);
	});
});

/** Rows the application's session has stepped over since it began. */
async function rowsRead(): Promise<number> {
	const { rows } = await sql<{ Value: string }>`show session status where variable_name in
		('Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')`.execute(fresh.database);
	return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}
