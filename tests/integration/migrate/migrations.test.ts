import { Migrator, sql, type Migration } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mysqlCatalog } from '../../../lambdas/adapters/mysql-catalog/catalog.ts';
import { createDatabaseState } from '../../../lambdas/adapters/mysql-catalog/database-state.ts';
import type { Database } from '../../../lambdas/adapters/mysql-catalog/database.ts';
import {
	migrate,
	migrationNames,
	migrations,
} from '../../../lambdas/adapters/mysql-catalog/migrate.ts';
import { recount } from '../../../lambdas/adapters/mysql-catalog/recount.ts';
import * as mailboxes from '../../../lambdas/migrations/0003-mailboxes.ts';
import * as restores from '../../../lambdas/migrations/0004-restores.ts';
import * as totals from '../../../lambdas/migrations/0013-totals.ts';
import * as keptTotals from '../../../lambdas/migrations/0015-kept-totals.ts';
import * as copyTotals from '../../../lambdas/migrations/0019-copy-totals.ts';
import * as media from '../../../lambdas/migrations/0020-media.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson, type Person } from '../../support/people.ts';
import { vaultRows } from '../../support/vault-rows.ts';

let fresh: FreshDatabase;

beforeEach(async () => {
	fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const LABELS: Migration = {
	up: async (db) => {
		await sql`alter table entries add column label varchar(20) null`.execute(db);
	},
};

describe('the migrations', () => {
	test('run once, and a second time change nothing', async () => {
		expect(await migrate(fresh.database)).toEqual([]);
	});

	test('find a server that is strict and lets backslashes escape, as the driver takes for granted', async () => {
		const { rows } = await sql<{ mode: string }>`select @@sql_mode as mode`.execute(fresh.database);

		expect(rows[0]?.mode).toMatch(/STRICT_(ALL|TRANS)_TABLES/);
		expect(rows[0]?.mode).not.toContain('NO_BACKSLASH_ESCAPES');
	});

	test('of an older release have nothing to do on the tables of a later one, and the vault works on them', async () => {
		await release(fresh.database, { '0999-labels': LABELS });

		expect(await migrate(fresh.database)).toEqual([]);

		const ann = await newPerson(fresh.database);
		await ann.folder(ann.rootId, 'after rolling back');
		expect(await ann.namesIn(ann.rootId)).toEqual(['after rolling back']);
	});

	test('of the later release do not run a second time when it comes back', async () => {
		await release(fresh.database, { '0999-labels': LABELS });
		await migrate(fresh.database);

		expect(await release(fresh.database, { '0999-labels': LABELS })).toEqual([]);
		expect(await createDatabaseState(fresh.database).appliedMigrations()).toEqual([
			...migrationNames,
			'0999-labels',
		]);
	});

	test('refuse a database in which a strange one ran before the newest of theirs', async () => {
		await sql`insert into kysely_migration (name, timestamp) values ('0000-strange', '2020-01-01')`.execute(
			fresh.database,
		);

		await expect(migrate(fresh.database)).rejects.toThrow('The migration failed.');
	});
});

test('subscriptions of before mailboxes go on, and of people who share an address the first has it', async () => {
	const [ann, bob] = [await newPerson(fresh.database), await newPerson(fresh.database)];
	await fresh.observer.query(
		"update users set notify_email = 'Both@example.com', subscription_arn = concat('arn:', id), created_at = if(id = ?, '2020-01-01', '2021-01-01')",
		[ann.ownerId],
	);

	const again: Migration = mailboxes;
	await again.up(fresh.database);

	const { mailboxes: after } = mysqlCatalog(fresh.database);
	expect(await after.heldBy(ann.ownerId)).toMatchObject({
		email: 'both@example.com',
		id: ann.ownerId,
		subscription: `arn:${ann.ownerId}`,
	});
	expect(await after.heldBy(bob.ownerId)).toBeUndefined();
});

test('a copy that was restored before is still known, also where the migration is met half-way', async () => {
	const ann = await newPerson(fresh.database);
	const id = '01900000-0000-7000-8000-000000000001';
	const until = '2030-01-01 00:00:00.000';
	await fresh.observer.query(
		`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
			content_type, storage_class, restore_expires_at, state, created_at)
		values (?, ?, ?, 'key', 'v', 1, 'x', 'text/plain', 'GLACIER', ?, 'ready', '2020-01-01')`,
		[ann.ownerId, id, id, until],
	);

	const again: Migration = restores;
	await again.up(fresh.database);

	const { versions } = mysqlCatalog(fresh.database);
	const version = (await versions.getMany(ann.ownerId, [id])).get(id);
	expect(version?.restoredUntil).toEqual(new Date('2030-01-01T00:00:00Z'));
});

test('what lies below each folder is counted in the vaults of before, and in no vault twice', async () => {
	const ann = await newPerson(fresh.database);
	const outer = await ann.folder(ann.rootId, 'outer');
	const inner = await ann.folder(outer, 'inner');
	await ann.files(inner, ['a', 'b'], { sizeBytes: 200_000, contentType: 'application/pdf' });
	await ann.files(outer, ['c'], { sizeBytes: 7, contentType: 'video/mp4' });
	const kept = 'select * from totals where owner_id = ? and part <> ? order by 2, 3, 4, 5, 6';
	const counted = async () => (await fresh.observer.query(kept, [ann.ownerId, 'older']))[0];
	const before = await counted();
	await fresh.observer.query('delete from totals where owner_id = ?', [ann.ownerId]);

	const again: Migration = totals;
	await again.up(fresh.database);
	expect(await counted()).toEqual(before);

	await again.up(fresh.database);
	expect(await counted()).toEqual(before);
});

test('restored copies of before are counted by the day on which they end, also where it is met half-way', async () => {
	const ann = await newPerson(fresh.database);
	const outer = await ann.folder(ann.rootId, 'outer');
	const inner = await ann.folder(outer, 'inner');
	const ids = await ann.files(inner, ['a', 'b'], { contentType: 'application/pdf' });
	const until = '2030-01-01 00:00:00.000';
	const older = '01900000-0000-7000-8000-000000000001';
	for (const [entryId, id] of [...ids.map((each) => [each, each]), [ids[0], older]]) {
		await fresh.observer.query(
			`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
				content_type, storage_class, restored_until, state, created_at)
			values (?, ?, ?, 'key', 'v', 5, 'x', 'text/plain', 'GLACIER', ?, 'ready', '2020-01-01')`,
			[ann.ownerId, entryId, id, until],
		);
	}
	await fresh.observer.query(
		"update entries set storage_class = 'GLACIER', restored_until = ?, version_id = id where id in (?, ?)",
		[until, ...ids],
	);

	const again: Migration = copyTotals;
	await again.up(fresh.database);
	await again.up(fresh.database);

	const [rows] = await fresh.observer.query(
		'select entry_id, part, kind, ends_on, items, bytes from copy_totals where owner_id = ?',
		[ann.ownerId],
	);
	const counted = (await recount(fresh.database, ann.ownerId)).filter(
		({ part, period }) => part !== 'taken' && period !== '',
	);
	expect(rows).toHaveLength(7);
	expect(rows).toEqual(
		expect.arrayContaining(
			counted.map(({ stays: _stays, storage_class: _class, period, ...row }) => ({
				...row,
				ends_on: period,
			})),
		),
	);
});

test('pictures of before are in order by the day on which they were taken, and counted by its month', async () => {
	const ann = await newPerson(fresh.database);
	const folder = await ann.folder(ann.rootId, 'folder');
	const add = (name: string, taken: string) =>
		ann.files(folder, [name], { modifiedAt: new Date(taken) });
	await add('2012.jpg', '2012-04-16T22:30:00Z');
	await add('2013.jpg', '2013-04-16T22:30:00Z');
	const kept = `select hex(media_key), m.* from entries join month_totals m using (owner_id)
		where owner_id = ? and media_key is not null order by 1, 2, 3, 4`;
	const rows = async () => (await fresh.observer.query(kept, [ann.ownerId]))[0];
	const before = await rows();
	expect(before).toHaveLength(8);
	await fresh.observer.query('delete from month_totals where owner_id = ?', [ann.ownerId]);
	// As the releases before have made them: of the instant and the id.
	await fresh.observer.query(
		`update entries set media_key = concat(unhex(lpad(hex(unix_timestamp(modified_at) * 1000), 14, '0')), unhex(replace(id, '-', '')))
			where name = '2013.jpg'`,
	);

	const again: Migration = media;
	await again.up(fresh.database);
	await again.up(fresh.database);
	await migrate(fresh.database);

	expect(await rows()).toEqual(before);
});

test('what was kept ready before is told to S3 once more, and is counted then', async () => {
	const ann = await newPerson(fresh.database);
	const [entryId = ''] = await ann.files(ann.rootId, ['a']);
	await fresh.observer.query(
		`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
			content_type, storage_class, stays_ready, state, created_at)
		values (?, ?, ?, 'key', 'v', 1, 'x', 'text/plain', 'STANDARD', 1, 'ready', '2020-01-01')`,
		[ann.ownerId, entryId, entryId],
	);
	const { keepChecks, versions } = ann.catalog;
	const begun = { entryId: ann.rootId, asked: 0, readTo: Buffer.from('half') };
	await ann.catalog.withLockedOwner(ann.ownerId, async (repositories) => {
		await repositories.keepChecks.ask(ann.ownerId, [ann.rootId]);
		await repositories.keepChecks.readOn(ann.ownerId, begun);
	});

	const again: Migration = keptTotals;
	await again.up(fresh.database);

	const version = (await versions.getMany(ann.ownerId, [entryId])).get(entryId);
	expect(version?.staysReady).toBeNull();
	const checks = await keepChecks.next(ann.ownerId, 10);
	expect(new Map(checks.map((check) => [check.entryId, check.readTo]))).toEqual(
		new Map([
			[ann.rootId, null],
			[ann.trashId, null],
		]),
	);
});

describe('entries with the keys and pieces of an earlier release', () => {
	const names = ['Łódź.txt', 'Résumé.pdf', '계획서.doc', 'Zebra.txt'];
	let ann: Person;
	let folder: string;

	beforeEach(async () => {
		ann = await newPerson(fresh.database);
		folder = await ann.folder(ann.rootId, 'Straße');
		await ann.files(folder, names);
	});

	async function age(): Promise<void> {
		await fresh.observer.query(
			"update entries set search_key = null, sort_key = concat(if(kind = 'file', '\\2', '\\1'), name, id) where owner_id = ?",
			[ann.ownerId],
		);
		await fresh.observer.query("update name_grams set gram = 'old' where gram = 'txt'");
	}

	test('get those of this one, the same as if it had written them, and what is read half-way is read anew', async () => {
		const made = await vaultRows(fresh, ann.ownerId);
		await age();
		await fresh.observer.query(
			"insert into keep_checks (owner_id, entry_id, asked, read_to) values (?, ?, 3, 'half'), (?, uuid(), 3, 'half')",
			[ann.ownerId, folder, ann.ownerId],
		);
		await fresh.observer.query(
			"insert into restore_folders (owner_id, job_id, folder_id, read_to) values (?, uuid(), ?, 'half')",
			[ann.ownerId, folder],
		);

		expect(await migrate(fresh.database)).toEqual([]);

		expect(await vaultRows(fresh, ann.ownerId)).toEqual(made);
		const readTo = async (table: string) =>
			(await fresh.observer.query(`select read_to from ${table} order by read_to`))[0];
		expect(await readTo('keep_checks')).toEqual([
			{ read_to: null },
			{ read_to: Buffer.from('half') },
		]);
		expect(await readTo('restore_folders')).toEqual([{ read_to: null }]);
	});

	test('of more than one step are all written anew, and a run that was stopped goes on', async () => {
		await ann.files(
			ann.rootId,
			Array.from({ length: 450 }, (_, i) => `${'long name '.repeat(20)}${String(i)}`),
		);
		await migrate(fresh.database);
		const made = await vaultRows(fresh, ann.ownerId);
		await age();
		await fresh.observer.query(
			"create trigger stop before update on entries for each row if new.name like '%449' then signal sqlstate '45000'; end if",
		);
		await expect(migrate(fresh.database)).rejects.toThrow();
		const [halfway] = await fresh.observer.query(
			'select count(*) as done from entries where search_key is not null',
		);
		await fresh.observer.query('drop trigger stop');

		await migrate(fresh.database);

		expect(halfway).not.toEqual([{ done: 0 }]);
		expect(await vaultRows(fresh, ann.ownerId)).toEqual(made);
	});
});

/** What the `migrate` function of a later release does. Answers with the names that ran. */
async function release(db: Database, later: Readonly<Record<string, Migration>>) {
	const all = { ...migrations, ...later };
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(all) } });
	const { error, results = [] } = await migrator.migrateToLatest();
	if (error !== undefined) throw new Error('The later release failed.', { cause: error });
	return results.map(({ migrationName }) => migrationName);
}
