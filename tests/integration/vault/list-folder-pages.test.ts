import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
