import * as v from 'valibot';
import { createComparisonRepository } from '../adapters/mysql-catalog/comparisons.ts';
import { createDatabaseState } from '../adapters/mysql-catalog/database-state.ts';
import { openDatabase } from '../adapters/mysql-catalog/database.ts';
import { databaseUrl, readConfig } from '../runtime/config.ts';
import { onCheckFailed } from '../runtime/log.ts';
import type { DatabaseHealthDeps } from './get-database-health.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ DATABASE_URL: databaseUrl });

export function wireDatabaseHealth(): DatabaseHealthDeps {
	const { DATABASE_URL } = readConfig(environment);
	const db = openDatabase(DATABASE_URL);
	return {
		database: createDatabaseState(db),
		comparisons: createComparisonRepository(db),
		onCheckFailed,
	};
}
