import * as v from 'valibot';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { admitFunctionUsers } from '../adapters/mysql-catalog/function-users.ts';
import { migrate } from '../adapters/mysql-catalog/migrate.ts';
import { databaseUrl, readConfig } from '../runtime/config.ts';

export interface MigrateDeps {
	/** Answers with the names of the migrations that ran. */
	migrate(): Promise<readonly string[]>;
	/** Nothing where functions connect with a password: then they all are the same user. */
	admitFunctionUsers(): Promise<void>;
}

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ DATABASE_URL: databaseUrl });

export function wireMigrate(): MigrateDeps {
	const config = readConfig(environment).DATABASE_URL;
	const database = openDatabase(config);
	return {
		migrate: () => migrate(database),
		admitFunctionUsers: async () => {
			if (config.auth === 'iam') await admitFunctionUsers(database);
		},
	};
}
