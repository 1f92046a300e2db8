import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS counter (value INTEGER NOT NULL);
INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);

CREATE TABLE IF NOT EXISTS versions (
	bucket TEXT NOT NULL,
	key TEXT NOT NULL,
	sequence INTEGER NOT NULL,
	version_id TEXT NOT NULL,
	is_current INTEGER NOT NULL,
	modified_ms INTEGER NOT NULL,
	noncurrent_ms INTEGER,
	content TEXT,
	PRIMARY KEY (bucket, key, sequence DESC)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS version_ids ON versions (bucket, key, version_id);
CREATE INDEX IF NOT EXISTS current_objects ON versions (bucket, key)
	WHERE is_current = 1 AND content IS NOT NULL;
CREATE INDEX IF NOT EXISTS restored_objects ON versions (bucket) WHERE content ->> '$.restore' IS NOT NULL;

CREATE TABLE IF NOT EXISTS uploads (
	bucket TEXT NOT NULL,
	key TEXT NOT NULL,
	upload_id TEXT NOT NULL,
	initiated_ms INTEGER NOT NULL,
	details TEXT NOT NULL,
	PRIMARY KEY (bucket, key, upload_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS parts (
	upload_id TEXT NOT NULL,
	part_number INTEGER NOT NULL,
	modified_ms INTEGER NOT NULL,
	blob TEXT NOT NULL,
	size_bytes INTEGER NOT NULL,
	etag TEXT NOT NULL,
	checksum TEXT NOT NULL,
	PRIMARY KEY (upload_id, part_number)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, notification TEXT NOT NULL);
`;

export type Row = Readonly<Record<string, unknown>>;

/**
 * The index: which versions, uploads and undelivered events exist. SQLite compares text by its
 * UTF-8 bytes, which is S3's order of keys. A killed process loses nothing that was committed;
 * only a power failure could, as we do not wait for the disk.
 */
export class Database {
	readonly #sqlite: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();
	#depth = 0;

	constructor(path: string) {
		this.#sqlite = new DatabaseSync(path);
		this.#sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
		this.#sqlite.exec(SCHEMA);
	}

	all(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.#prepare(sql).all(...values);
	}

	one(sql: string, ...values: SQLInputValue[]): Row | undefined {
		return this.#prepare(sql).get(...values);
	}

	/** The number of rows changed. */
	run(sql: string, ...values: SQLInputValue[]): number {
		return Number(this.#prepare(sql).run(...values).changes);
	}

	/** All or nothing. `work` is synchronous, so no other request comes in between. */
	transaction<T>(work: () => T): T {
		if (this.#depth > 0) return work();
		this.#sqlite.exec('BEGIN IMMEDIATE');
		this.#depth++;
		try {
			const result = work();
			this.#sqlite.exec('COMMIT');
			return result;
		} catch (error) {
			// Where the disk is full, SQLite has rolled back by itself, and says so of a second time.
			if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
			throw error;
		} finally {
			this.#depth--;
		}
	}

	/** A number higher than all before it, also across restarts. */
	nextSequence(): number {
		return number(this.one('UPDATE counter SET value = value + 1 RETURNING value')?.value);
	}

	close(): void {
		this.#sqlite.close();
	}

	#prepare(sql: string): StatementSync {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#sqlite.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}
}

/** Columns come untyped out of SQLite; these say what the schema above promises. */
export function text(value: unknown): string {
	if (typeof value !== 'string') throw new TypeError(`Not text in the index: ${typeof value}`);
	return value;
}

export function number(value: unknown): number {
	if (typeof value !== 'number') throw new TypeError(`Not a number in the index: ${typeof value}`);
	return value;
}
