import type { LogEvent } from 'kysely';
import { format, type SqlValue } from 'mysql2';
import { createConnection, type Connection } from 'mysql2/promise';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../lambdas/adapters/mysql-catalog/database.ts';
import { migrate } from '../../lambdas/adapters/mysql-catalog/migrate.ts';
import { parseDatabaseUrl } from '../../lambdas/runtime/config.ts';
import { createDatabase } from './database-server.ts';

/** A new, migrated database. */
export interface FreshDatabase {
	readonly url: string;
	readonly database: Database;
	/** A connection beside the application's, for looking at rows and counters. */
	readonly observer: Connection;
	/** Is told of each statement of the pool's that has run. The answer ends it. */
	readonly onStatement: (listener: (statement: string) => void) => () => void;
	/** Another pool onto the same rows, as another container of the function would have. */
	openAnother(): Database;
	/** Drops it. */
	close(): Promise<void>;
}

export interface FreshDatabaseOptions {
	/** Connections of each pool. Default: 8. */
	readonly connectionsMax?: number;
	/** Address of another server. Default: the one that serves the whole run. */
	readonly server?: string;
}

/** RDS Proxy pins a connection to its client by a statement that is longer. */
const STATEMENT_MAX_BYTES = 16_384;

export async function freshDatabase({
	connectionsMax = 8,
	server = inject('databaseServer'),
}: FreshDatabaseOptions = {}): Promise<FreshDatabase> {
	const named = await createDatabase(server);
	const config = { ...parseDatabaseUrl(named.url), connectionsMax };
	const listeners = new Set<(statement: string) => void>();
	const database = openDatabase(config, (event) => {
		refuseLongStatement(event);
		for (const listener of listeners) listener(event.query.sql);
	});
	const pools = [database];
	await migrate(database);
	const observer = await createConnection({ uri: named.url, timezone: 'Z' });
	return {
		url: named.url,
		database,
		observer,
		onStatement(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		openAnother() {
			const another = openDatabase(config, refuseLongStatement);
			pools.push(another);
			return another;
		},
		async close() {
			await observer.end();
			await Promise.all(pools.map((pool) => pool.destroy()));
			await named.drop();
		},
	};
}

/** Fails the test that led to it, however the statement came about. */
function refuseLongStatement({ query }: LogEvent): void {
	const bytes = Buffer.byteLength(format(query.sql, query.parameters as SqlValue[], false, 'Z'));
	if (bytes <= STATEMENT_MAX_BYTES) return;
	throw new Error(`A statement of ${String(bytes)} bytes: ${query.sql.slice(0, 200)}`);
}
