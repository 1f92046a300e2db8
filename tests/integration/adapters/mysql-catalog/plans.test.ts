import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredRestoreJob } from '../../../../lambdas/domain/restore.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';
import { numbersTo } from '../../../support/numbers.ts';
import { newPerson, type Person } from '../../../support/people.ts';

/** Rows of each table that a statement without its index would step over. */
const MANY = 3000;
/** What one page may cost: its rows, what they are joined with, and a few looked up by key. */
const PAGE_MAX = 700;
/** Far below what the index holds for these names, and the same for more of them. */
const SEARCH_READ_MAX = 20_000;
const LIMIT = 10;
const now = new Date('2026-11-30T12:00:00Z');
const before = new Date('2020-01-01T00:00:00Z');
const JOB = '00000000-0000-7000-8000-000000000001';

let fresh: FreshDatabase;
let ann: Person;
let folder: string;
let job: StoredRestoreJob;
let versionId: string;

beforeAll(async () => {
	// One connection, so that the counters of its session are those of the application's statements.
	fresh = await freshDatabase({ connectionsMax: 1 });
	ann = await newPerson(fresh.database);
	folder = await ann.folder(ann.rootId, 'Scans');
	const names = Array.from({ length: MANY }, (_, i) => `image ${String(i)}.jpg`);
	await ann.files(folder, names, { contentType: 'image/jpeg' });
	await fresh.observer.query(
		`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum, content_type,
			storage_class, state, created_at)
			select owner_id, id, uuid(), concat('u/', id), 'v', 0, '', '', 'STANDARD', 'ready', now() from entries
			where kind = 'file'`,
	);
	const numbers = numbersTo(MANY);
	await fresh.observer.query(
		`insert into restore_jobs (owner_id, id, request_hash, tier, days, state, waiting_count,
			restoring_count, ready_count, failed_count, cancelled_count, slower_count, total_bytes, ready_bytes,
			retrieved_files, retrieved_bytes, extended_files, extended_bytes, created_at, finished_at)
			select ?, if(seq = 1, ?, uuid()), repeat('x', 32), 'Bulk', 7, if(seq = 1, 'open', 'done'), 0, 0, 0, 0, 0, 0, 0, 0,
			0, 0, 0, 0, date_add('2026-01-01', interval seq minute), if(seq = 1, null, '2026-11-01') from ${numbers}`,
		[ann.ownerId, JOB],
	);
	await fresh.observer.query(
		`insert into restore_items (owner_id, job_id, version_id, entry_id, size_bytes, is_retrieval, state, asked_at)
			select ?, ?, uuid(), uuid(), 1, 1, if(seq % 2, 'restoring', 'ready'), '2026-11-29' from ${numbers}`,
		[ann.ownerId, JOB],
	);
	await fresh.observer.query(
		'analyze table entries, versions, name_grams, restore_jobs, restore_items, uploads, users',
	);
	const found = await ann.catalog.restores.get(ann.ownerId, JOB);
	if (found === undefined) throw new Error('no job');
	job = found;
	const [item] = await ann.catalog.restores.items(job, { state: 'restoring', limit: 1 });
	versionId = item?.versionId ?? '';
});
afterAll(() => fresh.close());

describe('a page of many reads what it shows and little more', () => {
	test.each<[string, () => Promise<unknown>]>([
		['a folder', () => ann.does.listFolder({ folderId: folder })],
		['recent files', () => ann.does.listTimeline({ only: 'all' })],
		['the gallery', () => ann.does.listTimeline({ only: 'media' })],
		['the trash', () => ann.does.listFolder({ folderId: ann.trashId })],
		['a search', () => ann.does.searchEntries({ query: '1234' })],
		['a search over the path', () => ann.does.searchEntries({ query: 'scans 1234' })],
		[
			'items of a restore',
			() => ann.catalog.restores.items(job, { state: 'restoring', limit: LIMIT }),
		],
		['an item of any restore', () => ann.catalog.restores.openItems(ann.ownerId, [versionId])],
		['restores that are under way', () => ann.catalog.restores.open(now, LIMIT)],
	])('%s', async (_, work) => {
		expect(await rowsReadBy(work)).toBeLessThanOrEqual(PAGE_MAX);
	});
});

describe('a search for what every name has reads no more than is counted, and the pieces of these names', () => {
	test.each(['image', 'ag', 'i', '*.jpg', '*1234.jpg', 'image sca', '*'])('%s', async (query) => {
		const read = await rowsReadBy(() => ann.does.searchEntries({ query }));

		expect(read).toBeLessThanOrEqual(SEARCH_READ_MAX);
	});
});

describe('the sweep finds nothing to do without reading what there is', () => {
	test.each<[string, () => Promise<unknown>]>([
		['expired uploads', () => ann.catalog.uploads.expired(now, LIMIT)],
		['deleted entries', () => ann.catalog.purges.due(now, LIMIT)],
		['versions that are overdue', () => ann.catalog.versions.overdue(now, LIMIT)],
		['restores that never end', () => ann.catalog.restores.neverEnding(before, LIMIT)],
		['restores to be forgotten', () => ann.catalog.restores.forget(before, LIMIT)],
		['what was billed lately', () => ann.catalog.restores.billedSince(randomUUID(), before)],
	])('%s', async (_, work) => {
		expect(await rowsReadBy(work)).toBeLessThanOrEqual(20);
	});
});

/** Rows the application's session has stepped over in `work`, and looked up by key. */
async function rowsReadBy(work: () => Promise<unknown>): Promise<number> {
	// A server reads its own statistics where it first opens a table.
	await work();
	const earlier = await rowsRead();
	await work();
	return (await rowsRead()) - earlier;
}

async function rowsRead(): Promise<number> {
	const { rows } = await sql<{ Value: string }>`show session status where variable_name in
		('Handler_read_first', 'Handler_read_key', 'Handler_read_next', 'Handler_read_prev',
			'Handler_read_rnd', 'Handler_read_rnd_next')`.execute(fresh.database);
	return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}
