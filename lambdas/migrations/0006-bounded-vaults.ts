import { sql, type Kysely } from 'kysely';

/**
 * How many files a vault keeps, how much its derivatives take, and which of these are promised. A release before this one
 * does not count: what it changes while this is deployed `fsck --repair` counts anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Signed: a count that is wrong must not keep anything from being deleted.
	await addColumn(db, 'file_count', 'INT NOT NULL DEFAULT 0');
	await addColumn(db, 'derivative_bytes', 'BIGINT NOT NULL DEFAULT 0');
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS derivative_promises (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				version_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				kind VARCHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				size_bytes BIGINT UNSIGNED NOT NULL,
				sha256 VARCHAR(44) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				good_until DATETIME(3) NOT NULL,
				PRIMARY KEY (owner_id, version_id, kind),
				KEY derivative_promises_due (good_until)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
	await sql`update users set
		file_count = (select count(*) from versions where owner_id = users.id)
			+ (select count(*) from uploads where owner_id = users.id and state = 'pending'),
		derivative_bytes =
			(select coalesce(sum(size_bytes), 0) from derivatives where owner_id = users.id)`.execute(db);
}

/** MySQL knows no IF NOT EXISTS for a column. */
async function addColumn(db: Kysely<unknown>, column: string, type: string): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'users' and column_name = ${column}`.execute(db);
	if (rows.length > 0) return;
	await sql.raw(`ALTER TABLE users ADD COLUMN ${column} ${type}`).execute(db);
}
