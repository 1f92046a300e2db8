import { sql } from 'kysely';
import type { RowDataPacket } from 'mysql2/promise';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mysqlCatalog } from '../../../../lambdas/adapters/mysql-catalog/catalog.ts';
import {
	openDatabase,
	transact,
	type Database,
} from '../../../../lambdas/adapters/mysql-catalog/database.ts';
import { onBehalfOf } from '../../../../lambdas/ports/caller.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/database.ts';
import { startMariaDb, type MariaDb } from '../../../support/mariadb.ts';
import { codeOf, newPerson, tally } from '../../../support/people.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
	fresh = await freshDatabase();
});
afterAll(() => fresh.close());

describe('a database that went away', () => {
	test('is spoken to again by the next call, read or change, without an error', async () => {
		const ann = await newPerson(fresh.database);
		for (let i = 0; i < 5; i++) {
			await killConnections();
			expect(await ann.namesIn(ann.rootId)).toHaveLength(i);
			await killConnections();
			await ann.folder(ann.rootId, `folder ${String(i)}`);
		}
	});

	test('in the middle of a change has the change made once', async () => {
		const ann = await newPerson(fresh.database);
		let runs = 0;

		await ann.catalog.withLockedVault(onBehalfOf(ann.ownerId), async ({ tree }, vault) => {
			runs += 1;
			if (runs === 1) await killConnections();
			await tree.raiseHeights(ann.ownerId, new Map([[vault.rootId, 9]]));
		});

		expect(runs).toBe(2);
	});

	test('is reported within seconds', async () => {
		const silent = createServer(() => undefined).listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const { port } = silent.address() as AddressInfo;
		const database = openDatabase({
			auth: 'password',
			host: '127.0.0.1',
			port,
			database: 'nothing',
			user: 'nobody',
			password: '',
		});
		const started = performance.now();

		const code = await codeOf(mysqlCatalog(database).users.vaultOf(onBehalfOf('x')));

		expect(code).toBe('unavailable');
		expect(performance.now() - started).toBeLessThan(5000);
		silent.close();
		await database.destroy();
	});
});

// A server of its own, as the number is one for all: MariaDB need not be there where DATABASE_URL names another.
describe.skipIf(process.env.DATABASE_URL !== undefined)(
	'a database with too few connections',
	() => {
		const MAX = 20;
		const CALLS = 200;
		let server: MariaDb;
		let small: FreshDatabase;

		beforeAll(async () => {
			server = await startMariaDb();
			small = await freshDatabase({ server: server.url });
			await small.observer.query(`set global max_connections = ${String(MAX)}`);
		});
		afterAll(async () => {
			await small.close();
			await server.stop();
		});

		test('serves some, turns the others away within seconds, and then serves all again', async () => {
			const ann = await newPerson(small.database);
			// On AWS each call at the same time runs in a container with connections of its own.
			const databases = Array.from({ length: CALLS }, () => small.openAnother());
			const vaultIn = (database: Database) =>
				mysqlCatalog(database).users.vaultOf(onBehalfOf(ann.ownerId));
			const started = performance.now();

			const counts = await tally(databases.map(vaultIn));

			expect(performance.now() - started).toBeLessThan(10_000);
			expect(counts.ok).toBeGreaterThan(0);
			expect(counts.unavailable).toBe(CALLS - (counts.ok ?? 0));
			await Promise.all(databases.map((database) => database.destroy()));
			for (let i = 0; i < MAX; i++) {
				const next = small.openAnother();
				expect((await vaultIn(next)).rootId).toBe(ann.rootId);
				await next.destroy();
			}
		});
	},
);

describe('two transactions that want what the other has', () => {
	test('both end: one is run again', async () => {
		const [ann, bob] = [await newPerson(fresh.database), await newPerson(fresh.database)];
		const touch = (first: string, second: string) =>
			transact(fresh.database, async (db) => {
				for (const id of [first, second]) {
					await db
						.updateTable('users')
						.set({ quota_bytes: sql`quota_bytes + 1` })
						.where('id', '=', id)
						.execute();
				}
			});

		const counts = await tally(
			Array.from({ length: 20 }, (_, i) =>
				i % 2 === 0 ? touch(ann.ownerId, bob.ownerId) : touch(bob.ownerId, ann.ownerId),
			),
		);

		const { quotaBytes } = await ann.catalog.users.vaultOf(onBehalfOf(ann.ownerId));
		expect(quotaBytes).toBe(1_000_000 + (counts.ok ?? 0));
		expect(counts.ok).toBeGreaterThan(10);
		expect(Object.keys(counts).every((code) => code === 'ok' || code === 'unavailable')).toBe(true);
	});
});

describe('a transaction that always meets another one', () => {
	test('is run three times, and is unavailable then', async () => {
		let runs = 0;
		const attempt = transact(fresh.database, async (db) => {
			runs += 1;
			await sql`signal sqlstate '40001' set mysql_errno = 1213, message_text = 'deadlock'`.execute(
				db,
			);
		});

		expect(await codeOf(attempt)).toBe('unavailable');
		expect(runs).toBe(3);
	});
});

describe('a value', () => {
	test.each([[['a', 'b']], [{ a: 1 }], [NaN], [undefined], [new Date(NaN)]])(
		'that is not one scalar never becomes SQL: %j',
		async (value) => {
			const attempt = sql`select ${value} as value`.execute(fresh.database);

			await expect(attempt).rejects.toThrow(TypeError);
		},
	);

	test.each(["'; DROP TABLE users; --", '\\', "\\'", '"', '\0', '🍣', '%_'])(
		'of any text comes back as it went: %j',
		async (value) => {
			const { rows } = await sql<{ value: string }>`select ${value} as value`.execute(
				fresh.database,
			);

			expect(rows[0]?.value).toBe(value);
		},
	);
});

/** All connections of the application, as a failover would. */
async function killConnections(): Promise<void> {
	const [rows] = await fresh.observer.query<RowDataPacket[]>(
		'select id from information_schema.processlist where db = database() and id <> connection_id()',
	);
	for (const row of rows) await fresh.observer.query(`kill ${String(row.id)}`);
}
