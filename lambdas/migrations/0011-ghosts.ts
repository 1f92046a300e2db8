import { sql, type Kysely } from 'kysely';

/**
 * Since when S3 is known not to have a version, and what the last comparison of bucket and database found. The index puts
 * derivatives into the order in which S3 lists them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const table of ['versions', 'entries']) await addColumn(db, table);
	await addIndex(db);
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS comparisons (
				id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
				compared_at DATETIME(3) NOT NULL,
				drift TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
}

/** MySQL knows no IF NOT EXISTS for a column, and none for an index. */
async function addColumn(db: Kysely<unknown>, table: string): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = ${table} and column_name = 'missing_since'`.execute(
		db,
	);
	if (rows.length > 0) return;
	await sql.raw(`ALTER TABLE ${table} ADD COLUMN missing_since DATETIME(3) NULL`).execute(db);
}

async function addIndex(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.statistics
		where table_schema = database() and table_name = 'derivatives' and index_name = 'derivatives_listed'`.execute(
		db,
	);
	if (rows.length > 0) return;
	const index = 'derivatives_listed (owner_id, version_id, kind)';
	await sql.raw(`ALTER TABLE derivatives ADD KEY ${index}`).execute(db);
}
