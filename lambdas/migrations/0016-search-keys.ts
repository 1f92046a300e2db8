import { sql, type Kysely } from 'kysely';

/**
 * Keys by which a search finds what begins with its words, in the folding of people rather than that of equal names. Null until
 * the row has been written by a release that makes them: `rekeyEntries` does so for those of before.
 *
 * The index `entries_names` stays for the release before this one, which names it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows: columns } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'entries' and column_name = 'search_key'`.execute(
		db,
	);
	if (columns.length === 0) {
		await sql.raw('ALTER TABLE entries ADD COLUMN search_key VARBINARY(256) NULL').execute(db);
	}
	const { rows: indexes } = await sql`select 1 from information_schema.statistics
		where table_schema = database() and table_name = 'entries' and index_name = 'entries_search'`.execute(
		db,
	);
	if (indexes.length > 0) return;
	await sql.raw('ALTER TABLE entries ADD KEY entries_search (owner_id, search_key)').execute(db);
}
