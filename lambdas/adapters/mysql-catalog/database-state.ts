import { sql } from 'kysely';
import type { DatabaseState } from '../../ports/database-state.ts';
import type { Database } from './database.ts';
import { isTableAbsent } from './faults.ts';
import { migrationNames } from './migrate.ts';

export function databaseStateOver(db: Database): DatabaseState {
	return {
		knownMigrations: migrationNames,
		appliedMigrations: async () => {
			try {
				const asked = sql<{ name: string }>`select name from kysely_migration order by name`;
				return (await asked.execute(db)).rows.map(({ name }) => name);
			} catch (error) {
				if (isTableAbsent(error)) return [];
				throw error;
			}
		},
		sqlModes: async () => {
			const { rows } = await sql<{ modes: string }>`select @@sql_mode as modes`.execute(db);
			return (rows[0]?.modes ?? '').split(',');
		},
	};
}
