import { sql, type Kysely } from 'kysely';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** What a restore was asked for, in the order of the request. A job of the release before has none. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS restore_targets (
				owner_id ${ID} NOT NULL,
				job_id ${ID} NOT NULL,
				position SMALLINT UNSIGNED NOT NULL,
				entry_id ${ID} NOT NULL,
				version_id ${ID} NULL,
				PRIMARY KEY (owner_id, job_id, position)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
}
