import { sql, type Kysely } from 'kysely';

/**
 * Files repeat what S3 was told of their current version, so that totals know what stays out of the archive. See [Note: Keeping totals].
 *
 * What was kept ready before is told to S3 once more, which counts it: one request a file. A release before this one does not
 * count; what it tells S3 while this is deployed `fsck --repair` counts anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	const { rows } = await sql`select 1 from information_schema.columns
		where table_schema = database() and table_name = 'entries' and column_name = 'stays_ready'`.execute(
		db,
	);
	if (rows.length === 0) {
		await sql`ALTER TABLE entries ADD COLUMN stays_ready TINYINT NOT NULL DEFAULT 0`.execute(db);
	}
	for (const top of ['root_id', 'trash_id']) {
		await sql`INSERT INTO keep_checks (owner_id, entry_id)
			SELECT u.id, u.${sql.ref(top)} FROM users u WHERE u.state = 'active'
				AND EXISTS (SELECT 1 FROM versions v WHERE v.owner_id = u.id AND v.stays_ready = 1)
			ON DUPLICATE KEY UPDATE asked = asked + 1, read_to = NULL`.execute(db);
	}
	await sql`UPDATE versions SET stays_ready = NULL WHERE stays_ready = 1`.execute(db);
}
