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

		expect(said).toEqual([
			"create user if not exists 'vault_app' identified with AWSAuthenticationPlugin as 'RDS' require ssl",
			"grant select, insert, update, delete on cloudvault.* to 'vault_app'",
			"create user if not exists 'vault_reader' identified with AWSAuthenticationPlugin as 'RDS' require ssl",
			"grant select on cloudvault.* to 'vault_reader'",
		]);
	});
});
