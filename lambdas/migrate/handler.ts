import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { admitFunctionUsers } from '../adapters/mysql-catalog/function-users.ts';
import { migrate } from '../adapters/mysql-catalog/migrate.ts';
import { readConfig } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';

const config = readConfig('migrate').DATABASE_URL;
const database = openDatabase(config);

/** Run on every deploy, before the new code answers. Answers with the names of the migrations that ran. */
export async function handler(): Promise<{ readonly ran: readonly string[] }> {
	const ran = await migrate(database);
	if (config.auth === 'iam') await admitFunctionUsers(database);
	log.info('migrated', { ran });
	return { ran };
}
