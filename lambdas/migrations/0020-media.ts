import { sql, type Kysely } from 'kysely';

/**
 * What pictures and films say of themselves, and in which months those below each folder were taken; see [Note: Keeping totals].
 * Counts each vault anew, one transaction a vault, when it is met once more. A release before this one neither reads nor counts:
 * what it changes while this is deployed `fsck --repair` counts anew, and gives the keys of this release.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const table of ['uploads', 'versions', 'entries']) await addColumns(db, table);
	// Signed: a count that is wrong must not keep anything from being deleted.
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS month_totals (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				entry_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				month CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				items BIGINT NOT NULL,
				PRIMARY KEY (owner_id, entry_id, month)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
	for (let after = ''; ;) {
		const { rows } = await sql<{ id: string }>`select id from users where id > ${after}
			order by id limit 1`.execute(db);
		const [next] = rows;
		if (next === undefined) return;
		await db.transaction().execute((transaction) => count(transaction, next.id));
		after = next.id;
	}
}

/** MySQL knows no IF NOT EXISTS for a column. One statement a table: each adds all or none. */
async function addColumns(db: Kysely<unknown>, table: string): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = ${table} and column_name = 'taken_at'`.execute(db);
	if (rows.length > 0) return;
	await sql
		.raw(
			`ALTER TABLE ${table}
				ADD COLUMN taken_at DATETIME(3) NULL,
				ADD COLUMN utc_offset_minutes SMALLINT NULL,
				ADD COLUMN duration_ms INT UNSIGNED NULL,
				ADD COLUMN width INT UNSIGNED NULL,
				ADD COLUMN height INT UNSIGNED NULL`,
		)
		.execute(db);
}

async function count(db: Kysely<unknown>, ownerId: string): Promise<void> {
	await sql`select id from users where id = ${ownerId} for update`.execute(db);
	await sql`delete from month_totals where owner_id = ${ownerId}`.execute(db);
	await sql`insert into month_totals (owner_id, entry_id, month, items)
		with recursive up (folder_id, above_id, next_id, step) as (
			select id, id, parent_id, 0 from entries where owner_id = ${ownerId} and kind = 'folder'
			union all
			select up.folder_id, e.id, e.parent_id, up.step + 1 from up
			join entries e on e.id = up.next_id and e.owner_id = ${ownerId}
			where up.step < 66
		)
		select ${ownerId}, up.above_id, taken.month, sum(taken.items)
		from (
			select parent_id as folder_id, count(*) as items,
				date_format(date_add(coalesce(taken_at, modified_at, created_at),
					interval coalesce(utc_offset_minutes, 0) minute), '%Y-%m') as month
			from entries where owner_id = ${ownerId} and kind = 'file'
				and (content_type like 'image/%' or content_type like 'video/%')
			group by parent_id, month
		) as taken join up on up.folder_id = taken.folder_id group by up.above_id, taken.month`.execute(db);
}
