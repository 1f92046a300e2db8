import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely';
import { describe, expect, it } from 'vitest';
import { admitFunctionUsers } from '../../../../../lambdas/adapters/mysql-catalog/function-users.ts';
import type { Schema } from '../../../../../lambdas/adapters/mysql-catalog/schema.ts';

describe('the users of the functions', () => {
	it('are known by IAM, come by TLS, and may touch rows but no table', async () => {
		const said: string[] = [];
		const db = new Kysely<Schema>({
			dialect: {
				createAdapter: () => new MysqlAdapter(),
				createDriver: () => new DummyDriver(),
				createIntrospector: (database) => new MysqlIntrospector(database),
				createQueryCompiler: () => new MysqlQueryCompiler(),
			},
			log: ({ query }) => {
				said.push(query.sql);
			},
		});

		await admitFunctionUsers(db);

		const users = ['vault_app', 'vault_reader'];
		expect(said.filter((statement) => statement.startsWith('create'))).toEqual(
			users.map(
				(user) =>
					`create user if not exists '${user}' identified with AWSAuthenticationPlugin as 'RDS' require ssl`,
			),
		);
		expect(said).toContain("grant select, insert, update, delete on `entries` to 'vault_app'");
		expect(said).toContain("grant select on `entries` to 'vault_reader'");
		expect(said.filter((statement) => /\*|grant option|all privileges/.test(statement))).toEqual(
			[],
		);
	});
});
