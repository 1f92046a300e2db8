import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { admitFunctionUsers } from '../adapters/mysql-catalog/function-users.ts';
import { migrate } from '../adapters/mysql-catalog/migrate.ts';
import { readConfig } from '../runtime/config.ts';

export interface MigrateDeps {
	/** Answers with the names of the migrations that ran. */
	migrate(): Promise<readonly string[]>;
	/** Nothing where functions connect with a password: then they all are the same user. */
	admitFunctionUsers(): Promise<void>;
}

export function wireMigrate(): MigrateDeps {
	const config = readConfig('migrate').DATABASE_URL;
	const database = openDatabase(config);
	return {
		migrate: () => migrate(database),
		admitFunctionUsers: async () => {
			if (config.auth === 'iam') await admitFunctionUsers(database);
		},
	};
}
