import { sql, type Kysely } from 'kysely';

/**
 * How many folders a vault keeps, the three it hangs from left out. A release before this one does not count: what it
 * changes while this is deployed `fsck --repair` counts anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'users' and column_name = 'folder_count'`.execute(
		db,
	);
	// Signed: a count that is wrong must not keep anything from being deleted.
	if (rows.length === 0) {
		await sql.raw('ALTER TABLE users ADD COLUMN folder_count INT NOT NULL DEFAULT 0').execute(db);
	}
	await sql`update users set folder_count = (select count(*) from entries
		where owner_id = users.id and kind = 'folder' and parent_id <> users.id
			and id not in (users.root_id, users.trash_id, users.purge_id))`.execute(db);
}
