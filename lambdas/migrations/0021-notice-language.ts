import { sql, type Kysely } from 'kysely';

/** In which language an owner reads notices, as BCP 47 writes it; null where it was never told, and notices are English. */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'notice_wishes' and column_name = 'language'`.execute(
		db,
	);
	if (rows.length > 0) return;
	await sql
		.raw(
			'ALTER TABLE notice_wishes ADD COLUMN language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL',
		)
		.execute(db);
}
