import { sql, type Kysely } from 'kysely';

/**
 * The vault. SQL in the subset that MySQL 8.4 and MariaDB 10.11 share.
 *
 * - Ids are lower-case UUIDs as text; times are UTC, from the application's clock.
 * - Text is kept byte by byte (`utf8mb4_bin`) and never decides what is equal or what comes first:
 *   that is done by keys the application computes (VARBINARY), as the engines' collations differ.
 * - `entries` is clustered the way it is read, a folder by name; see [Note: List keys].
 * - No foreign keys: an entry's primary key changes when it moves, and a row outlives what it hangs
 *   from while it is being erased. `fsck` looks at the same promises from outside.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const table of tables) await sql.raw(table).execute(db);
}

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const WORD = (max: number) => `VARCHAR(${String(max)}) CHARACTER SET ascii COLLATE ascii_bin`;
const TEXT = (max: number) => `VARCHAR(${String(max)}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
const TIME = 'DATETIME(3)';
const BYTES = 'BIGINT UNSIGNED';
const ENGINE = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC';

const tables = [
	// A deleted person's row stays: tokens that are still valid must find that there is no vault any more.
	`CREATE TABLE IF NOT EXISTS users (
		id ${ID} NOT NULL PRIMARY KEY,
		state ${WORD(8)} NOT NULL,
		root_id ${ID} NOT NULL,
		trash_id ${ID} NOT NULL,
		purge_id ${ID} NOT NULL,
		quota_bytes ${BYTES} NOT NULL,
		used_bytes ${BYTES} NOT NULL DEFAULT 0,
		reserved_bytes ${BYTES} NOT NULL DEFAULT 0,
		notify_email ${TEXT(254)} NULL,
		subscription_arn ${WORD(512)} NULL,
		created_at ${TIME} NOT NULL,
		KEY users_state (state)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS entries (
		owner_id ${ID} NOT NULL,
		parent_id ${ID} NOT NULL,
		sort_key VARBINARY(530) NOT NULL,
		id ${ID} NOT NULL,
		kind ${WORD(6)} NOT NULL,
		name ${TEXT(255)} NOT NULL,
		name_key VARBINARY(820) NOT NULL,
		changed_key VARBINARY(24) NOT NULL,
		size_key VARBINARY(24) NOT NULL,
		recent_key VARBINARY(23) NULL,
		media_key VARBINARY(23) NULL,
		height_bound SMALLINT UNSIGNED NOT NULL DEFAULT 0,
		version_id ${ID} NULL,
		size_bytes ${BYTES} NULL,
		content_type ${WORD(255)} NULL,
		storage_class ${WORD(32)} NULL,
		has_thumb TINYINT NOT NULL DEFAULT 0,
		has_preview TINYINT NOT NULL DEFAULT 0,
		modified_at ${TIME} NULL,
		trashed_at ${TIME} NULL,
		trashed_from ${ID} NULL,
		trashed_path MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
		sweep_at ${TIME} NULL,
		rev INT UNSIGNED NOT NULL DEFAULT 0,
		created_at ${TIME} NOT NULL,
		updated_at ${TIME} NOT NULL,
		PRIMARY KEY (owner_id, parent_id, sort_key),
		UNIQUE KEY entries_id (id),
		UNIQUE KEY entries_name (owner_id, parent_id, name_key),
		UNIQUE KEY entries_changed (owner_id, parent_id, changed_key),
		UNIQUE KEY entries_size (owner_id, parent_id, size_key),
		KEY entries_recent (owner_id, recent_key),
		KEY entries_media (owner_id, media_key),
		KEY entries_sweep (sweep_at)
	) ${ENGINE}`,
	// Ids as bytes here alone: this is the table with the most rows. See [Note: Search].
	`CREATE TABLE IF NOT EXISTS name_grams (
		owner_id BINARY(16) NOT NULL,
		gram VARBINARY(12) NOT NULL,
		entry_id BINARY(16) NOT NULL,
		PRIMARY KEY (owner_id, gram, entry_id)
	) ${ENGINE}`,
	// Clustered in the order in which S3 lists the objects, so that the two can be compared in one pass.
	`CREATE TABLE IF NOT EXISTS versions (
		owner_id ${ID} NOT NULL,
		entry_id ${ID} NOT NULL,
		id ${ID} NOT NULL,
		object_key ${WORD(160)} NOT NULL,
		s3_version_id ${WORD(1024)} NOT NULL,
		size_bytes ${BYTES} NOT NULL,
		checksum ${WORD(64)} NOT NULL,
		content_type ${WORD(255)} NOT NULL,
		modified_at ${TIME} NULL,
		storage_class ${WORD(32)} NOT NULL,
		restore_expires_at ${TIME} NULL,
		state ${WORD(8)} NOT NULL,
		created_at ${TIME} NOT NULL,
		PRIMARY KEY (owner_id, entry_id, id),
		UNIQUE KEY versions_id (id)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS derivatives (
		owner_id ${ID} NOT NULL,
		entry_id ${ID} NOT NULL,
		version_id ${ID} NOT NULL,
		kind ${WORD(7)} NOT NULL,
		object_key ${WORD(160)} NOT NULL,
		s3_version_id ${WORD(1024)} NOT NULL,
		size_bytes ${BYTES} NOT NULL,
		content_type ${WORD(32)} NOT NULL,
		PRIMARY KEY (owner_id, entry_id, version_id, kind),
		UNIQUE KEY derivatives_version (version_id, kind)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS batches (
		owner_id ${ID} NOT NULL,
		id ${ID} NOT NULL,
		file_count INT UNSIGNED NOT NULL,
		stored_count INT UNSIGNED NOT NULL DEFAULT 0,
		ended_count INT UNSIGNED NOT NULL DEFAULT 0,
		stored_bytes ${BYTES} NOT NULL DEFAULT 0,
		state ${WORD(8)} NOT NULL,
		created_at ${TIME} NOT NULL,
		closed_at ${TIME} NULL,
		PRIMARY KEY (owner_id, id),
		KEY batches_open (state, created_at)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS uploads (
		id ${ID} NOT NULL PRIMARY KEY,
		owner_id ${ID} NOT NULL,
		batch_id ${ID} NOT NULL,
		ref ${ID} NOT NULL,
		request_hash BINARY(32) NOT NULL,
		entry_id ${ID} NOT NULL,
		parent_id ${ID} NOT NULL,
		name ${TEXT(255)} NOT NULL,
		on_conflict ${WORD(16)} NOT NULL,
		size_bytes ${BYTES} NOT NULL,
		sha256 ${WORD(44)} NULL,
		content_type ${WORD(255)} NOT NULL,
		modified_at ${TIME} NULL,
		object_key ${WORD(160)} NOT NULL,
		multipart_id ${WORD(1024)} NULL,
		part_size_bytes INT UNSIGNED NULL,
		state ${WORD(8)} NOT NULL,
		expires_at ${TIME} NOT NULL,
		created_at ${TIME} NOT NULL,
		UNIQUE KEY uploads_ref (owner_id, batch_id, ref),
		KEY uploads_owner (owner_id, state, id),
		KEY uploads_expiry (state, expires_at)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS outbox (
		id ${ID} NOT NULL PRIMARY KEY,
		owner_id ${ID} NOT NULL,
		batch_id ${ID} NULL,
		kind ${WORD(32)} NOT NULL,
		body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
		claimed_until ${TIME} NULL,
		attempts INT UNSIGNED NOT NULL DEFAULT 0,
		sent_at ${TIME} NULL,
		created_at ${TIME} NOT NULL,
		KEY outbox_unsent (sent_at, claimed_until),
		KEY outbox_owner (owner_id)
	) ${ENGINE}`,
];
