import { sql, type Kysely } from 'kysely';

/**
 * What restoring archived files needs: how each version is stored by now, the jobs, and their files.
 *
 * `restored_until` takes the place of `restore_expires_at`, by which the release before still reads: it stays, and
 * goes with a later migration.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await addColumns(db, 'versions', {
		restored_until: `${TIME} NULL`,
		ready_about: `${TIME} NULL`,
		restoring_tier: `${WORD(9)} NULL`,
		restoring_days: 'SMALLINT UNSIGNED NULL',
		looked_at: `${TIME} NULL`,
	});
	await addColumns(db, 'entries', { restored_until: `${TIME} NULL`, ready_about: `${TIME} NULL` });
	await addIndex(db, 'versions', 'versions_restored (owner_id, restored_until, id)');
	await addIndex(db, 'versions', 'versions_overdue (ready_about)');
	const copied = 'UPDATE versions SET restored_until = restore_expires_at';
	await run(db, `${copied} WHERE restored_until IS NULL AND restore_expires_at IS NOT NULL`);
	for (const table of tables) await run(db, table);
}

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const WORD = (max: number) => `VARCHAR(${String(max)}) CHARACTER SET ascii COLLATE ascii_bin`;
const TIME = 'DATETIME(3)';
const BYTES = 'BIGINT UNSIGNED';
const COUNT = 'INT UNSIGNED';
const ENGINE = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC';

const tables = [
	`CREATE TABLE IF NOT EXISTS restore_jobs (
		owner_id ${ID} NOT NULL,
		id ${ID} NOT NULL,
		request_hash BINARY(32) NOT NULL,
		tier ${WORD(9)} NOT NULL,
		days SMALLINT UNSIGNED NOT NULL,
		state ${WORD(9)} NOT NULL,
		refusal ${WORD(32)} NULL,
		waiting_count ${COUNT} NOT NULL,
		restoring_count ${COUNT} NOT NULL,
		ready_count ${COUNT} NOT NULL,
		failed_count ${COUNT} NOT NULL,
		cancelled_count ${COUNT} NOT NULL,
		slower_count ${COUNT} NOT NULL,
		total_bytes ${BYTES} NOT NULL,
		ready_bytes ${BYTES} NOT NULL,
		retrieved_files ${COUNT} NOT NULL,
		retrieved_bytes ${BYTES} NOT NULL,
		extended_files ${COUNT} NOT NULL,
		extended_bytes ${BYTES} NOT NULL,
		estimated_microusd ${BYTES} NULL,
		ready_about ${TIME} NULL,
		claimed_until ${TIME} NULL,
		created_at ${TIME} NOT NULL,
		finished_at ${TIME} NULL,
		PRIMARY KEY (owner_id, id),
		KEY restore_jobs_created (owner_id, created_at),
		KEY restore_jobs_open (state, created_at),
		KEY restore_jobs_over (finished_at)
	) ${ENGINE}`,
	// Folders of a job whose files are still to be found: how far the walk has come.
	`CREATE TABLE IF NOT EXISTS restore_folders (
		owner_id ${ID} NOT NULL,
		job_id ${ID} NOT NULL,
		folder_id ${ID} NOT NULL,
		read_to VARBINARY(530) NULL,
		PRIMARY KEY (owner_id, job_id, folder_id)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS restore_items (
		owner_id ${ID} NOT NULL,
		job_id ${ID} NOT NULL,
		version_id ${ID} NOT NULL,
		entry_id ${ID} NOT NULL,
		size_bytes ${BYTES} NOT NULL,
		is_retrieval TINYINT NOT NULL,
		state ${WORD(9)} NOT NULL,
		code ${WORD(32)} NULL,
		asked_at ${TIME} NULL,
		PRIMARY KEY (owner_id, job_id, version_id),
		KEY restore_items_state (owner_id, job_id, state, version_id),
		KEY restore_items_version (owner_id, version_id),
		KEY restore_items_asked (state, asked_at)
	) ${ENGINE}`,
];

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
	await sql.raw(statement).execute(db);
}

/** Those that are not there yet: MySQL knows no `ADD COLUMN IF NOT EXISTS`. */
async function addColumns(
	db: Kysely<unknown>,
	table: string,
	columns: Readonly<Record<string, string>>,
): Promise<void> {
	const { rows } = await sql<{ name: string }>`
		select column_name as name from information_schema.columns
		where table_schema = database() and table_name = ${table}`.execute(db);
	const there = new Set(rows.map(({ name }) => name));
	const added = Object.entries(columns)
		.filter(([name]) => !there.has(name))
		.map(([name, type]) => `ADD COLUMN ${name} ${type}`);
	if (added.length > 0) await run(db, `ALTER TABLE ${table} ${added.join(', ')}`);
}

async function addIndex(db: Kysely<unknown>, table: string, index: string): Promise<void> {
	const [name] = index.split(' ');
	const { rows } = await sql`
		select 1 from information_schema.statistics
		where table_schema = database() and table_name = ${table} and index_name = ${name}`.execute(db);
	if (rows.length === 0) await run(db, `ALTER TABLE ${table} ADD KEY ${index}`);
}
