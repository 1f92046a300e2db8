import { sql, type Kysely } from 'kysely';

/**
 * Object keys that the sweep looks at once, when nothing can be sent to them any more: for versions that
 * no row names. A key leaves the table with its look. See [Note: Surplus versions].
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS surplus_checks (
				object_key VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
				due_at DATETIME(3) NOT NULL,
				KEY surplus_checks_due (due_at)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
}
