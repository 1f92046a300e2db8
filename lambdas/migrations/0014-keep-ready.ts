import { sql, type Kysely } from 'kysely';

/**
 * What is to be kept out of the archive, and what S3 has been told of it. See [Note: Kept ready].
 *
 * Originals of earlier releases carry no tag, so no rule moves them: every vault is looked through once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await addColumn(db, 'entries', 'keeps_ready', 'TINYINT NOT NULL DEFAULT 0');
	await addColumn(db, 'versions', 'stays_ready', 'TINYINT NULL');
	await run(
		db,
		`CREATE TABLE IF NOT EXISTS keep_checks (
			owner_id ${ID} NOT NULL,
			entry_id ${ID} NOT NULL,
			asked INT UNSIGNED NOT NULL DEFAULT 0,
			read_to VARBINARY(530) NULL,
			PRIMARY KEY (owner_id, entry_id)
		) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
	);
	for (const top of ['root_id', 'trash_id']) {
		await run(
			db,
			`INSERT IGNORE INTO keep_checks (owner_id, entry_id) SELECT id, ${top} FROM users WHERE state = 'active'`,
		);
	}
}

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
	await sql.raw(statement).execute(db);
}

/** MySQL knows no IF NOT EXISTS for a column. */
async function addColumn(
	db: Kysely<unknown>,
	table: string,
	column: string,
	type: string,
): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = ${table} and column_name = ${column}`.execute(db);
	if (rows.length === 0) await run(db, `ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}
