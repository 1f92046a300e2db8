import { databaseStateOver } from '../adapters/mysql-catalog/database-state.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { readConfig } from '../config.ts';
import { onDoubt } from '../log.ts';
import type { DatabaseHealthDeps } from '../usecases/get-database-health.ts';

export function wireDatabaseHealth(): DatabaseHealthDeps {
	const { DATABASE_URL } = readConfig('databaseHealth');
	return { database: databaseStateOver(openDatabase(DATABASE_URL)), onDoubt };
}
