import {
	Kysely,
	MysqlAdapter,
	MysqlIntrospector,
	MysqlQueryCompiler,
	type Dialect,
	type Logger,
} from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseConfig } from '../../runtime/config.ts';
import { Connections } from './connections.ts';
import { isConnectionLost, isContention, isSilence } from './faults.ts';
import type { Schema } from './schema.ts';

/** Speaks to the database, within a transaction or without: each repository is made over one. */
export type Executor = Pick<
	Kysely<Schema>,
	'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'withRecursive' | 'getExecutor'
>;
export type Database = Kysely<Schema>;

/** A transaction that met another one is run again at most this often in all. */
const ATTEMPTS_MAX = 3;
/** Longest wait before the next attempt, in milliseconds; the shortest is none. */
const PAUSE_MS = 50;

/** Opens nothing yet: the first statement does. `log` is told of every statement once it has run. */
export function openDatabase(config: DatabaseConfig, log?: Logger): Database {
	return new Kysely<Schema>({ dialect: dialect(config), ...(log !== undefined && { log }) });
}

function dialect(config: DatabaseConfig): Dialect {
	return {
		createAdapter: () => new LocklessAdapter(),
		createDriver: () => new Connections(config),
		createIntrospector: (db) => new MysqlIntrospector(db),
		createQueryCompiler: () => new MysqlQueryCompiler(),
	};
}

/**
 * Runs `work` in one transaction. Where another transaction was in the way, or the connection died
 * before we asked for the commit, nothing has happened and `work` is run again: it must do nothing but
 * SQL. Once the commit is on its way its outcome is unknown, so the caller is told `unavailable` and may repeat.
 */
export async function transact<T>(
	db: Database,
	work: (transaction: Executor) => Promise<T>,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const transaction = await db.startTransaction().execute();
		let result: T;
		try {
			result = await work(transaction);
		} catch (error) {
			// A connection that is gone cannot roll back, and the server has done it by itself.
			await transaction
				.rollback()
				.execute()
				.catch(() => undefined);
			const repeat = isContention(error) || (isConnectionLost(error) && !isSilence(error));
			if (!repeat || attempt === ATTEMPTS_MAX) throw error;
			await pause(Math.random() * PAUSE_MS);
			continue;
		}
		try {
			await transaction.commit().execute();
		} catch (error) {
			await transaction
				.rollback()
				.execute()
				.catch(() => undefined);
			throw error;
		}
		return result;
	}
}

/** Without the GET_LOCK that Kysely's own takes: it would pin a connection of RDS Proxy. See `migrate.ts`. */
class LocklessAdapter extends MysqlAdapter {
	override acquireMigrationLock(): Promise<void> {
		return Promise.resolve();
	}

	override releaseMigrationLock(): Promise<void> {
		return Promise.resolve();
	}
}
