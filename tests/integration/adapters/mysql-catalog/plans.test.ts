import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNamedObjectRepository } from '../../../../lambdas/adapters/mysql-catalog/named-objects.ts';
import type { StoredRestoreJob } from '../../../../lambdas/domain/restore.ts';
import type { PeoplePage } from '../../../../lambdas/ports/manifests.ts';
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
/** Each row, what it is joined with, and a few looked up by key. */
const ROWS_OF_A_PAGE = 3 * LIMIT + 20;
const now = new Date('2026-11-30T12:00:00Z');
const before = new Date('2020-01-01T00:00:00Z');
const ENDED = { endedSince: before, limit: LIMIT };
const CLAIM = { now, until: now, limit: LIMIT };
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
	await fillWhatTheSweepReads();
	await fresh.observer.query(
		`analyze table batches, confirmation_mails, derivative_promises, derivatives, entries, keep_checks, mailboxes,
			manifests, name_grams, notice_wishes, outbox, person_shares, restore_items, restore_jobs, surplus_checks,
			totals, uploads, users, versions`,
	);
	const found = await ann.catalog.restores.get(ann.ownerId, JOB);
	if (found === undefined) throw new Error('no job');
	job = found;
	const [item] = await ann.catalog.restores.items(job, { state: 'restoring', limit: 1 });
	versionId = item?.versionId ?? '';
});
afterAll(() => fresh.close());

/** Of every table a thousand rows and more: of other people, of other times, or done. None is due `before`. */
async function fillWhatTheSweepReads(): Promise<void> {
	const numbers = numbersTo(MANY);
	const date = "date_add('2026-01-01', interval seq minute)";
	const statements = [
		`insert into users (id, state, root_id, trash_id, purge_id, quota_bytes, created_at)
			select uuid(), 'active', uuid(), uuid(), uuid(), 0, ${date} from ${numbers}`,
		`insert into manifests (owner_id, due_at) select id, '2027-01-01' from users`,
		`insert into surplus_checks (object_key, due_at) select concat('u/', seq), '2027-01-01' from ${numbers}`,
		`insert into outbox (id, owner_id, batch_id, kind, body, sent_at, created_at)
			select uuid(), uuid(), uuid(), 'batch-arrived', '{}', ${date}, ${date} from ${numbers}`,
		`insert into notice_wishes (owner_id, email, asked_at)
			select id, concat(id, '@example.com'), created_at from users`,
		`insert into mailboxes (email, id, owner_id, asked_at)
			select email, uuid(), owner_id, asked_at from notice_wishes`,
		`insert into confirmation_mails (id, owner_id, address_hash, sent_at)
			select uuid(), id, unhex(sha2(id, 256)), created_at from users`,
		`insert into keep_checks (owner_id, entry_id) select ?, uuid() from ${numbers}`,
		`insert into derivatives (owner_id, entry_id, version_id, kind, object_key, s3_version_id, size_bytes, content_type)
			select owner_id, entry_id, id, 'thumb', concat('d/', id), 'v', 0, 'image/webp' from versions`,
		`insert into derivative_promises (owner_id, version_id, kind, size_bytes, sha256, good_until)
			select owner_id, id, 'preview', 1, '', '2027-01-01' from versions`,
		`insert into batches (owner_id, id, file_count, state, created_at)
			select ?, uuid(), 1, if(seq % 2, 'open', 'closed'), '2026-11-30' from ${numbers}`,
		`insert into uploads (id, owner_id, batch_id, ref, request_hash, entry_id, parent_id, name, on_conflict, size_bytes,
			content_type, object_key, state, expires_at, created_at)
			select uuid(), owner_id, id, uuid(), repeat('x', 32), uuid(), uuid(), 'a', 'keep-both', 1, '', '',
			if(state = 'open', 'pending', 'stored'), '2027-01-01', '2026-11-30' from batches`,
		`insert into person_shares (owner_id, function_name, requests, filled_ms)
			select id, 'vault', 1, 1795000000000 from users`,
	];
	for (const statement of statements) {
		await fresh.observer.query(statement, statement.includes('?') ? [ann.ownerId] : []);
	}
}

describe('a page of many reads what it shows and little more', () => {
	test.each<[string, () => Promise<unknown>]>([
		['a folder', () => ann.does.listFolder({ folderId: folder })],
		['recent files', () => ann.does.listTimeline({ only: 'all' })],
		['the gallery', () => ann.does.listTimeline({ only: 'media' })],
		[
			'a month of the gallery',
			() => ann.does.listTimeline({ only: 'media', takenFrom: '2000-01-01', limit: String(LIMIT) }),
		],
		['the months of the gallery', () => ann.does.listMonths({})],
		['the trash', () => ann.does.listFolder({ folderId: ann.trashId })],
		['a search', () => ann.does.searchEntries({ query: '1234' })],
		['a search over the path', () => ann.does.searchEntries({ query: 'scans 1234' })],
		[
			'items of a restore',
			() => ann.catalog.restores.items(job, { state: 'restoring', limit: LIMIT }),
		],
		['an item of any restore', () => ann.catalog.restores.openItems(ann.ownerId, [versionId])],
		['restores that are under way', () => ann.catalog.restores.open(now, LIMIT)],
		['restores of a person', () => ann.catalog.restores.list(ann.ownerId, ENDED)],
		[
			'restored versions',
			() => ann.catalog.versions.restored(ann.ownerId, { now: before, limit: LIMIT }),
		],
		['unfinished uploads', () => ann.catalog.uploads.pendingOf(ann.ownerId, { limit: LIMIT })],
		[
			'folders that hold most, beside files',
			() => ann.catalog.totals.largest(ann.ownerId, folder, { limit: LIMIT }),
		],
		['what a vault holds', () => ann.catalog.totals.ofVault(ann.ownerId)],
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
		['restores of a person who has none', () => ann.catalog.restores.list(randomUUID(), ENDED)],
		['uploads to be forgotten', () => ann.catalog.uploads.forget(before, LIMIT)],
		['batches in which nothing happens', () => ann.catalog.batches.idle(before, LIMIT)],
		['batches to be forgotten', () => ann.catalog.batches.forget(before, LIMIT)],
		['pictures that never came', () => ann.catalog.derivatives.overdue(before, LIMIT)],
		['keys to be looked at', () => ann.catalog.surplusChecks.due(before, LIMIT)],
		['keys that were looked at', () => ann.catalog.surplusChecks.done(['u/none'], now)],
		['messages to be sent', () => ann.catalog.outbox.claim(CLAIM)],
		['those of one person', () => ann.catalog.outbox.claim({ ...CLAIM, ownerId: ann.ownerId })],
		['messages to be forgotten', () => ann.catalog.outbox.forget(before, LIMIT)],
		['manifests to be written', () => ann.catalog.manifests.due(before, LIMIT)],
		['wishes that came to nothing', () => ann.catalog.mailboxes.idleWishes(before, LIMIT)],
		['a mailbox', () => ann.catalog.mailboxes.get('none@example.com')],
		['the mailbox that a person holds', () => ann.catalog.mailboxes.heldBy(ann.ownerId)],
		['mails that a person asked for', () => ann.catalog.mailboxes.mailsOf(ann.ownerId, before)],
		['mails to an address', () => ann.catalog.mailboxes.countMailsTo('none@example.com', before)],
		['mails to be forgotten', () => ann.catalog.mailboxes.forgetMails(before, LIMIT)],
		['entries to be kept ready', () => ann.catalog.keepChecks.next(randomUUID(), LIMIT)],
		['shares to be forgotten', () => ann.catalog.shares.forget(before, LIMIT)],
		['people who have left', () => ann.catalog.users.deleted(now, { after: '', limit: LIMIT })],
	])('%s', async (_, work) => {
		expect(await rowsReadBy(work)).toBeLessThanOrEqual(20);
	});
});

describe('what goes through everything goes by pages', () => {
	test.each<[string, () => Promise<unknown>]>([
		['mailboxes', () => ann.catalog.mailboxes.pageAfter('', LIMIT)],
		['people with something to be kept ready', () => ann.catalog.keepChecks.owners('', LIMIT)],
		[
			'what of one person is to be kept ready',
			() => ann.catalog.keepChecks.next(ann.ownerId, LIMIT),
		],
	])('%s', async (_, work) => {
		expect(await rowsReadBy(work)).toBeLessThanOrEqual(ROWS_OF_A_PAGE);
	});

	test.each(['originals', 'derivatives'] as const)(
		'rows of %s beside those of S3',
		async (kind) => {
			const named = createNamedObjectRepository(fresh.database);
			const all = await named.between({ kind, after: undefined, upTo: undefined, limit: MANY });
			const middle = all[MANY / 2]?.position;

			const read = [
				{ after: middle, upTo: undefined },
				{ after: middle, upTo: all[MANY / 2 + LIMIT]?.position },
				{ after: undefined, upTo: middle },
			].map((range) => () => named.between({ kind, ...range, limit: LIMIT }));

			for (const page of read) {
				expect(await page()).toHaveLength(LIMIT);
				expect(await rowsReadBy(page)).toBeLessThanOrEqual(ROWS_OF_A_PAGE);
			}
		},
	);

	test.each<[string, (page: PeoplePage) => Promise<unknown>]>([
		['people without a manifest', (page) => ann.catalog.manifests.enrol(now, page)],
		['manifests of people who left', (page) => ann.catalog.manifests.left(page)],
	])('%s are looked for by pages of people, and not among files', async (_, work) => {
		const { rows } = await sql<{ id: string }>`select id from users order by id limit 1
			offset ${sql.lit(MANY / 2)}`.execute(fresh.database);

		for (const after of ['', rows[0]?.id ?? '']) {
			const read = () => work({ after, limit: LIMIT });
			expect(await rowsReadBy(read)).toBeLessThanOrEqual(4 * LIMIT + 20);
		}
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
