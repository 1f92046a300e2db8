import { sql, type Kysely } from 'kysely';

/** Until when a request may be waiting for SNS's answer to a wish, so that a second one does not ask as well. See [Note: Mailboxes]. */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'notice_wishes' and column_name = 'asking_until'`.execute(
		db,
	);
	if (rows.length > 0) return;
	await sql.raw('ALTER TABLE notice_wishes ADD COLUMN asking_until DATETIME(3) NULL').execute(db);
}
