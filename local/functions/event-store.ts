import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { openPrivateDatabase } from '../data-directory/private-database.ts';

/** An asynchronous call that was accepted and has not ended. */
export interface AcceptedEvent {
	/** What Lambda calls the request id: the same in every attempt. */
	readonly requestId: string;
	readonly event: unknown;
	/** Those that have ended. */
	readonly attempts: number;
}

const Row = v.object({
	requestId: v.string(),
	event: v.pipe(v.string(), v.parseJson()),
	attempts: v.number(),
});

const SCHEMA = `CREATE TABLE IF NOT EXISTS events (
	request_id TEXT NOT NULL PRIMARY KEY,
	function_name TEXT NOT NULL,
	event TEXT NOT NULL,
	attempts INTEGER NOT NULL
)`;

/**
 * Keeps accepted events until they are done, so that a kill delays them and loses none. An event may
 * run again after one, as on AWS, whose asynchronous calls come at least once.
 */
export class EventStore {
	readonly #sqlite: DatabaseSync;

	constructor(file: string) {
		this.#sqlite = openPrivateDatabase(file, SCHEMA);
	}

	/** Throws where the disk takes nothing more: the event is not accepted then. */
	add(functionName: string, { requestId, event, attempts }: AcceptedEvent): void {
		this.#sqlite
			.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
			.run(requestId, functionName, JSON.stringify(event), attempts);
	}

	attempted(requestId: string, attempts: number): void {
		this.#sqlite
			.prepare('UPDATE events SET attempts = ? WHERE request_id = ?')
			.run(attempts, requestId);
	}

	done(requestId: string): void {
		this.#sqlite.prepare('DELETE FROM events WHERE request_id = ?').run(requestId);
	}

	/** In the order in which they were accepted. */
	waiting(functionName: string): readonly AcceptedEvent[] {
		const rows = this.#sqlite
			.prepare(
				'SELECT request_id AS requestId, event, attempts FROM events WHERE function_name = ? ORDER BY rowid',
			)
			.all(functionName);
		return rows.map((row) => v.parse(Row, row));
	}

	close(): void {
		this.#sqlite.close();
	}
}
