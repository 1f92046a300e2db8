import { sql, type Kysely } from 'kysely';

/**
 * Names of a whole vault in order, so that a search finds what begins with it (see [Note: Search]); and versions
 * of a file by age, so that they come in pages.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await addIndex(db, { table: 'entries', index: 'entries_names', columns: 'owner_id, name_key' });
	await addIndex(db, {
		table: 'versions',
		index: 'versions_newest',
		columns: 'owner_id, entry_id, created_at',
	});
}

interface Index {
	readonly table: string;
	readonly index: string;
	readonly columns: string;
}

/** MySQL knows no IF NOT EXISTS for an index. */
async function addIndex(db: Kysely<unknown>, { table, index, columns }: Index): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.statistics
		where table_schema = database() and table_name = ${table} and index_name = ${index}`.execute(db);
	if (rows.length > 0) return;
	await sql.raw(`ALTER TABLE ${table} ADD KEY ${index} (${columns})`).execute(db);
}
