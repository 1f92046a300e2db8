import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	grantRights,
	type FunctionUser,
} from '../../../lambdas/adapters/mysql-catalog/function-users.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { newPerson } from '../../support/people.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
	fresh = await freshDatabase();
	await newPerson(fresh.database);
});
afterAll(() => fresh.close());

/** A user of a unique name, with the rights of one of the functions'. */
async function connectedAs<T>(user: FunctionUser, work: (c: Connection) => Promise<T>): Promise<T> {
	const name = `t_${randomUUID().slice(0, 8)}`;
	await fresh.observer.query(`create user '${name}' identified by 'a password'`);
	await grantRights(fresh.database, user, name);
	const url = new URL(fresh.url);
	Object.assign(url, { username: name, password: 'a password' });
	const connection = await createConnection(url.href);
	try {
		return await work(connection);
	} finally {
		await connection.end();
		await fresh.observer.query(`drop user '${name}'`);
	}
}

/** The error of MySQL by its name, or what came of it. */
async function outcome(connection: Connection, statement: string): Promise<string> {
	return connection.query(statement).then(
		() => 'done',
		(error: unknown) => (error as { code: string }).code,
	);
}

const REFUSED = /^ER_(TABLE|DB|SPECIFIC_)?ACCESS_DENIED_ERROR$/;
const FORBIDDEN_TO_ALL = [
	'drop table entries',
	'alter table entries add column more int',
	'create table more (id int)',
	'truncate table entries',
	"load data infile '/etc/hostname' into table outbox",
	"select * from users into outfile '/tmp/users-of-a-vault'",
	"select load_file('/etc/hostname') from mysql.user",
	'delete from kysely_migration',
	"update kysely_migration set name = 'never'",
	"grant select on entries to 'root'",
];
const OF_WRITERS = [
	'insert into outbox select * from outbox limit 0',
	'update entries set name = name where 1 = 0',
	'delete from versions where 1 = 0',
];

describe.each<FunctionUser>(['vault_app', 'vault_reader'])('%s', (user) => {
	test.each(FORBIDDEN_TO_ALL)('may not: %s', async (statement) => {
		expect(await connectedAs(user, (c) => outcome(c, statement))).toMatch(REFUSED);
	});

	test('reads every table of the vault', async () => {
		const [tables] = await fresh.observer.query<RowDataPacket[]>('show tables');
		const names = tables.flatMap((row) => Object.values(row) as string[]);
		const own = names.filter((name) => !name.startsWith('kysely_'));

		const outcomes = await connectedAs(user, async (c) =>
			Promise.all(own.map((name) => outcome(c, `select count(*) from ${name}`))),
		);

		expect(own).toContain('entries');
		expect(new Set(outcomes)).toEqual(new Set(['done']));
	});
});

test.each(OF_WRITERS)('only vault_app may: %s', async (statement) => {
	expect(await connectedAs('vault_app', (c) => outcome(c, statement))).toBe('done');
	expect(await connectedAs('vault_reader', (c) => outcome(c, statement))).toMatch(REFUSED);
});

test('only vault_reader sees which migrations have run', async () => {
	const statement = 'select name from kysely_migration';

	expect(await connectedAs('vault_reader', (c) => outcome(c, statement))).toBe('done');
	expect(await connectedAs('vault_app', (c) => outcome(c, statement))).toMatch(REFUSED);
});
