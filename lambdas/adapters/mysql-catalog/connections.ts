import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import {
	createPool,
	type Pool,
	type PoolConnection,
	type ResultSetHeader,
	type RowDataPacket,
} from 'mysql2/promise';
import { VaultError } from '../../domain/vault-error.ts';
import type { DatabaseConfig } from '../../runtime/config.ts';
import { patienceWith, saidNothing } from '../../runtime/patience.ts';
import { credentialsOf } from './credentials.ts';
import { faultOf, isConnectionLost, isSilence } from './faults.ts';

/** A function serves one request at a time; the second connection is for what is read beside a transaction or another read. */
const CONNECTIONS_MAX = 2;
/** To connect, or to be given a connection, in milliseconds: that leaves time for the statement. */
const ACQUIRE_MS = 3000;
/** What may be asked a second time where the first answer was lost: nothing can have changed by it. */
const REPEATABLE = /^\s*(select|with|begin)\b/i;

/**
 * The driver under Kysely, with what mysql2 leaves out: bounded waits (see [Note: One deadline]), values that are checked before
 * they become text, and one new connection for one that died while the function was frozen. It speaks
 * `query()` alone: a server-side prepare would pin a connection of RDS Proxy, and so would a session SET.
 */
export class Connections implements Driver {
	readonly #pool: Pool;

	constructor(config: DatabaseConfig) {
		this.#pool = createPool({
			host: config.host,
			port: config.port,
			user: config.user,
			database: config.database,
			...credentialsOf(config),
			charset: 'utf8mb4_bin',
			timezone: 'Z',
			connectionLimit: config.connectionsMax ?? CONNECTIONS_MAX,
			connectTimeout: ACQUIRE_MS,
		});
	}

	// Connections are made when they are first needed.
	init(): Promise<void> {
		return Promise.resolve();
	}

	async acquireConnection(): Promise<CheckedConnection> {
		return new CheckedConnection(await this.#acquire(), () => this.#acquire());
	}

	async beginTransaction(connection: CheckedConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin'));
	}

	async commitTransaction(connection: CheckedConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('commit'));
	}

	async rollbackTransaction(connection: CheckedConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('rollback'));
	}

	async releaseConnection(connection: CheckedConnection): Promise<void> {
		connection.release();
		await Promise.resolve();
	}

	async destroy(): Promise<void> {
		await this.#pool.end();
	}

	async #acquire(): Promise<PoolConnection> {
		const withinMs = Math.min(ACQUIRE_MS, patienceWith('database'));
		if (withinMs === 0) throw new VaultError('unavailable');
		const pending = this.#pool.getConnection();
		const tooLate = Promise.withResolvers<never>();
		const timer = setTimeout(() => {
			saidNothing('database');
			tooLate.reject(new VaultError('unavailable'));
		}, withinMs);
		try {
			return await Promise.race([pending, tooLate.promise]);
		} catch (error) {
			// A connection that comes too late goes back to the pool.
			pending.then(
				(connection) => connection.release(),
				() => undefined,
			);
			if (isSilence(error)) saidNothing('database');
			throw faultOf(error);
		} finally {
			clearTimeout(timer);
		}
	}
}

class CheckedConnection implements DatabaseConnection {
	#connection: PoolConnection;
	readonly #reconnect: () => Promise<PoolConnection>;
	#fresh = true;
	#lost = false;

	constructor(connection: PoolConnection, reconnect: () => Promise<PoolConnection>) {
		this.#connection = connection;
		this.#reconnect = reconnect;
	}

	async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
		const values = parameters.map(checkedValue);
		// What was begun on a lost connection the server undoes by itself.
		if (this.#lost) throw new VaultError('unavailable');
		const mayRepeat = this.#fresh && REPEATABLE.test(sql);
		this.#fresh = false;
		try {
			return await this.#query(sql, values);
		} catch (error) {
			// One that is silent would be silent again.
			const died = isConnectionLost(error) && !isSilence(error);
			if (!died || !mayRepeat) throw faultOf(error);
		}
		this.#connection.destroy();
		this.#connection = await this.#reconnect();
		this.#lost = false;
		try {
			return await this.#query(sql, values);
		} catch (error) {
			throw faultOf(error);
		}
	}

	async *streamQuery(): AsyncIterableIterator<never> {
		await Promise.reject(new Error('Pages are read by key: no statement of ours streams.'));
		yield* [];
	}

	release(): void {
		if (this.#lost) this.#connection.destroy();
		else this.#connection.release();
	}

	async #query<Row>(sql: string, values: readonly Value[]): Promise<QueryResult<Row>> {
		const result = await this.#answerTo(sql, values);
		if (Array.isArray(result)) return { rows: result.map((row) => row as Row) };
		return {
			rows: [],
			numAffectedRows: BigInt(result.affectedRows),
		};
	}

	/** Notes whether the connection is lost by it: a transaction that could not be ended must not go back to the pool. */
	async #answerTo(sql: string, values: readonly Value[]) {
		const timeout = Math.ceil(patienceWith('database'));
		try {
			if (timeout === 0) throw new VaultError('unavailable');
			const [result] = await this.#connection.query<RowDataPacket[] | ResultSetHeader>({
				sql,
				values: [...values],
				timeout,
			});
			return result;
		} catch (error) {
			this.#lost = timeout === 0 || isConnectionLost(error);
			if (isSilence(error)) saidNothing('database');
			throw error;
		}
	}
}

type Value = string | number | boolean | bigint | Date | Buffer | null;

/** The driver writes an array or an object out as SQL: only what is one value may become one. */
function checkedValue(value: unknown): Value {
	switch (typeof value) {
		case 'string':
		case 'boolean':
		case 'bigint':
			return value;
		case 'number':
			if (Number.isFinite(value)) return value;
			break;
		case 'object':
			if (value === null || Buffer.isBuffer(value)) return value;
			if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
			break;
		default:
	}
	throw new TypeError(`A value for SQL must be one checked scalar, not ${typeof value}`);
}
