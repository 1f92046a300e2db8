import { sql, type Kysely } from 'kysely';

/**
 * Where notices go. See [Note: Mailboxes].
 *
 * - `notice_wishes`: the one address to which an owner wants notices.
 * - `mailboxes`: what SNS was asked for. An address has one row, as it has one subscription to the topic.
 * - `confirmation_mails`: how many mails an owner asked for, and how many an address was to get. The address is hashed
 *   (SHA-256), as it may be that of a person who has nothing to do with the vault.
 *
 * The subscriptions of before filter by the id of their owner, which becomes the id of their mailbox. Of owners who share
 * an address one had it in truth: the first is taken. `notify_email` and `subscription_arn` of `users` are used no more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of statements) await sql.raw(statement).execute(db);
}

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const EMAIL = 'VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const ARN = 'VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin';
const TIME = 'DATETIME(3)';
const ENGINE = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC';

const statements = [
	`CREATE TABLE IF NOT EXISTS notice_wishes (
		owner_id ${ID} NOT NULL PRIMARY KEY,
		email ${EMAIL} NOT NULL,
		asked_at ${TIME} NOT NULL,
		KEY notice_wishes_asked (asked_at)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS mailboxes (
		email ${EMAIL} NOT NULL PRIMARY KEY,
		id ${ID} NOT NULL,
		owner_id ${ID} NOT NULL,
		subscription_arn ${ARN} NULL,
		rev INT UNSIGNED NOT NULL DEFAULT 0,
		asked_at ${TIME} NOT NULL,
		UNIQUE KEY mailboxes_id (id)
	) ${ENGINE}`,
	`CREATE TABLE IF NOT EXISTS confirmation_mails (
		id ${ID} NOT NULL PRIMARY KEY,
		owner_id ${ID} NOT NULL,
		address_hash BINARY(32) NOT NULL,
		sent_at ${TIME} NOT NULL,
		KEY confirmation_mails_owner (owner_id, sent_at),
		KEY confirmation_mails_address (address_hash, sent_at),
		KEY confirmation_mails_sent (sent_at)
	) ${ENGINE}`,
	`INSERT IGNORE INTO notice_wishes (owner_id, email, asked_at)
		SELECT id, LOWER(notify_email), created_at FROM users
		WHERE state = 'active' AND notify_email IS NOT NULL AND subscription_arn IS NOT NULL`,
	`INSERT IGNORE INTO mailboxes (email, id, owner_id, subscription_arn, asked_at)
		SELECT LOWER(notify_email), id, id, subscription_arn, created_at FROM users
		WHERE notify_email IS NOT NULL AND subscription_arn IS NOT NULL
		ORDER BY created_at, id`,
	`UPDATE users SET notify_email = NULL, subscription_arn = NULL WHERE notify_email IS NOT NULL`,
];
