import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import { openPrivateDatabase } from '../data-directory/private-database.ts';

/** No moment comes after it. */
const HIDDEN = Number.MAX_SAFE_INTEGER;

/** A message as a consumer receives it. */
export interface ReceivedMessage {
	readonly messageId: string;
	readonly body: string;
	/** How often it was received, this time included. */
	readonly receiveCount: number;
	/** In milliseconds since 1970. */
	readonly sentAt: number;
}

const Row = v.object({
	messageId: v.string(),
	body: v.string(),
	receiveCount: v.number(),
	sentAt: v.number(),
});
const Next = v.object({ at: v.nullable(v.number()) });
const Count = v.object({ count: v.number() });

const SCHEMA = `CREATE TABLE IF NOT EXISTS messages (
	message_id TEXT NOT NULL PRIMARY KEY,
	queue TEXT NOT NULL,
	body TEXT NOT NULL,
	receive_count INTEGER NOT NULL,
	sent_at INTEGER NOT NULL,
	visible_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_visible ON messages (queue, visible_at)`;

/**
 * Keeps the messages of queues until they are deleted, so that a kill delays them and loses none. Times
 * are milliseconds since 1970, of the machine's clock.
 */
export class MessageStore {
	readonly #sqlite: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(file: string) {
		this.#sqlite = openPrivateDatabase(file, SCHEMA);
	}

	/** Throws where the disk takes nothing more: the message is not accepted then. */
	add(queue: string, body: string, { sentAt, visibleAt }: { sentAt: number; visibleAt: number }) {
		this.#prepare('INSERT INTO messages VALUES (?, ?, ?, 0, ?, ?)').run(
			randomUUID(),
			queue,
			body,
			sentAt,
			visibleAt,
		);
	}

	/** Those that are visible, the oldest first; they are hidden then until they are shown again. */
	receive(
		queue: string,
		{ now, limit }: { now: number; limit: number },
	): readonly ReceivedMessage[] {
		const rows = this.#prepare(
			`UPDATE messages SET receive_count = receive_count + 1, visible_at = ? WHERE message_id IN (
					SELECT message_id FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, rowid LIMIT ?
				) RETURNING message_id AS messageId, body, receive_count AS receiveCount, sent_at AS sentAt`,
		).all(HIDDEN, queue, now, limit);
		return rows.map((row) => v.parse(Row, row));
	}

	/** In one statement, which the disk is waited for once. */
	delete(messageIds: readonly string[]): void {
		this.#prepare('DELETE FROM messages WHERE message_id IN (SELECT value FROM json_each(?))').run(
			JSON.stringify(messageIds),
		);
	}

	/** Those that a consumer did not delete are visible again from a moment on. */
	show(messageIds: readonly string[], visibleAt: number): void {
		const statement = this.#prepare('UPDATE messages SET visible_at = ? WHERE message_id = ?');
		for (const id of messageIds) statement.run(visibleAt, id);
	}

	/** Those that a consumer held when it was killed, and those that are held back, are visible at once. */
	showAll(queue: string): void {
		this.#prepare('UPDATE messages SET visible_at = 0 WHERE queue = ?').run(queue);
	}

	/** Those that are held back are visible at once; those that a consumer holds stay with it. */
	showHeldBack(queue: string): void {
		this.#prepare('UPDATE messages SET visible_at = 0 WHERE queue = ? AND visible_at < ?').run(
			queue,
			HIDDEN,
		);
	}

	/** When the next message becomes visible; undefined where none does. */
	nextVisibleAt(queue: string): number | undefined {
		const row = this.#prepare('SELECT MIN(visible_at) AS at FROM messages WHERE queue = ?').get(
			queue,
		);
		const { at } = v.parse(Next, row);
		return at === null || at === HIDDEN ? undefined : at;
	}

	/** Visible ones, up to a moment. */
	countVisible(queue: string, now: number): number {
		const row = this.#prepare(
			'SELECT COUNT(*) AS count FROM messages WHERE queue = ? AND visible_at <= ?',
		).get(queue, now);
		return v.parse(Count, row).count;
	}

	count(queue: string): number {
		return this.countVisible(queue, HIDDEN);
	}

	close(): void {
		this.#sqlite.close();
	}

	#prepare(sql: string): StatementSync {
		let known = this.#statements.get(sql);
		if (known === undefined) this.#statements.set(sql, (known = this.#sqlite.prepare(sql)));
		return known;
	}
}
