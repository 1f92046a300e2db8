import { sql, type Kysely } from 'kysely';

const INDEX = 'versions_kept';

/** By which the copies of what is kept ready are found in time, to be kept for longer. */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.statistics
		where table_schema = database() and table_name = 'versions' and index_name = ${INDEX}`.execute(db);
	if (rows.length > 0) return;
	await sql
		.raw(`ALTER TABLE versions ADD INDEX ${INDEX} (stays_ready, restored_until)`)
		.execute(db);
}
