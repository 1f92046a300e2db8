import { createDatabaseState } from '../adapters/mysql-catalog/database-state.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { readConfig } from '../runtime/config.ts';
import { onCheckFailed } from '../runtime/log.ts';
import type { DatabaseHealthDeps } from './get-database-health.ts';

export function wireDatabaseHealth(): DatabaseHealthDeps {
	const { DATABASE_URL } = readConfig('databaseHealth');
	return { database: createDatabaseState(openDatabase(DATABASE_URL)), onCheckFailed };
}
