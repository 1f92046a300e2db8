import { sql, type Kysely } from 'kysely';

/**
 * From when on a person's sessions are good, in seconds since 1970, as tokens say it; and when a vault was
 * deleted, so that its row can go once no session can be as old as that.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// MySQL has no `add column if not exists`. Both come in one statement, so that one is there with the other.
	const there = await sql`
		select 1 from information_schema.columns
		where table_schema = database() and table_name = 'users' and column_name = 'sessions_from'`.execute(
		db,
	);
	if (there.rows.length === 0) {
		await sql`
			alter table users
				add column sessions_from bigint unsigned not null default 0,
				add column deleted_at datetime(3) null`.execute(db);
	}
	// Deleted before this was noted: counted from now on.
	await sql`
		update users set deleted_at = ${new Date()} where state = 'deleted' and deleted_at is null`.execute(
		db,
	);
}
