import { sql, type Kysely } from 'kysely';

/** When whose manifest is written next. See [Note: The manifest]. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS manifests (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
				due_at DATETIME(3) NOT NULL,
				written_at DATETIME(3) NULL,
				KEY manifests_due (due_at)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
}
