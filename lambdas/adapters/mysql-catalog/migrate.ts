import { Migrator, type Migration } from 'kysely';
import * as vault from '../../migrations/0001-vault.ts';
import type { Database } from './database.ts';

/** Append-only: what has run anywhere is never changed. */
const migrations: Readonly<Record<string, Migration>> = {
	'0001-vault': { up: vault.up },
};

/** In the order in which they run. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/**
 * Brings the database up to date, and answers with the names of what ran. Idempotent. No lock is held:
 * one function with one container runs it, and each step can be met half-way (`IF NOT EXISTS`), so two
 * at once would at worst have the second one fail.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
	const migrator = new Migrator({
		db,
		provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
	});
	const { error, results = [] } = await migrator.migrateToLatest();
	if (error !== undefined) throw new Error('The migration failed.', { cause: error });
	return results.map((result) => result.migrationName);
}
