import { setTimeout as wait } from 'node:timers/promises';
import type { S3Notification } from '../events.ts';
import { number, text, type Database } from './database.ts';

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 30_000;

interface OutboxOptions {
	readonly deliver: (notification: S3Notification) => void | Promise<void>;
	readonly log: (line: string) => void;
}

/**
 * Notifications wait here from the transaction that caused them until they are delivered, so that
 * a crash delays them and never loses them. One that fails does not hold up the others.
 */
export class Outbox {
	readonly #database: Database;
	readonly #options: OutboxOptions;
	readonly #deliveries = new Map<number, Promise<void>>();
	readonly #closing = new AbortController();
	#lastSeen = 0;

	constructor(database: Database, options: OutboxOptions) {
		this.#database = database;
		this.#options = options;
	}

	/** Call inside the transaction that makes the change, and `wake` after it. */
	add(notifications: readonly S3Notification[]): void {
		for (const notification of notifications) {
			this.#database.run(
				'INSERT INTO outbox (notification) VALUES (?)',
				JSON.stringify(notification),
			);
		}
	}

	/** Starts delivering whatever is not on its way yet. */
	wake(): void {
		if (this.#closing.signal.aborted) return;
		const rows = this.#database.all(
			'SELECT id, notification FROM outbox WHERE id > ? ORDER BY id',
			this.#lastSeen,
		);
		for (const row of rows) {
			const id = number(row.id);
			this.#lastSeen = id;
			// The index alone writes this column, so its shape is ours.
			const notification = JSON.parse(text(row.notification)) as S3Notification;
			this.#deliveries.set(id, this.#deliver(id, notification));
		}
	}

	/** Resolves once nothing is on its way. */
	async settle(): Promise<void> {
		while (this.#deliveries.size > 0) await Promise.all(this.#deliveries.values());
	}

	/** What is still waiting stays for the next start. */
	async close(): Promise<void> {
		this.#closing.abort();
		await this.settle();
	}

	async #deliver(id: number, notification: S3Notification): Promise<void> {
		let retryMs = FIRST_RETRY_MS;
		while (!(await this.#attempt(id, notification))) {
			if (!(await this.#pause(retryMs))) break;
			retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
		}
		this.#deliveries.delete(id);
	}

	async #attempt(id: number, notification: S3Notification): Promise<boolean> {
		try {
			await this.#options.deliver(notification);
			this.#database.run('DELETE FROM outbox WHERE id = ?', id);
			return true;
		} catch (error) {
			this.#options.log(`S3 could not deliver an event and will retry: ${String(error)}`);
			return false;
		}
	}

	/** False if the server closes meanwhile. */
	#pause(durationMs: number): Promise<boolean> {
		return wait(durationMs, true, { signal: this.#closing.signal }).catch(() => false);
	}
}
