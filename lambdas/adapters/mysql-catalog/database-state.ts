import { sql } from 'kysely';
import type { DatabaseState } from '../../ports/database-state.ts';
import type { Database } from './database.ts';
import { appliedMigrations, migrationNames } from './migrate.ts';

export function createDatabaseState(db: Database): DatabaseState {
	return {
		knownMigrations: migrationNames,
		appliedMigrations: () => appliedMigrations(db),
		sqlModes: async () => {
			const { rows } = await sql<{ modes: string }>`select @@sql_mode as modes`.execute(db);
			return (rows[0]?.modes ?? '').split(',');
		},
	};
}
