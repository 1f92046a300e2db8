import { sql, type Kysely } from 'kysely';

/** What each person may still ask of a function. See [Note: One person's share]. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS person_shares (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				function_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				requests DOUBLE NOT NULL,
				filled_ms BIGINT NOT NULL,
				PRIMARY KEY (owner_id, function_name),
				KEY person_shares_old (filled_ms)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
}
