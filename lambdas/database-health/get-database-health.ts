import type { ResponseOf } from '#contract/endpoint';
import type * as contract from '#contract/health';
import { runCheck, type OnCheckFailed } from '../checks/run-check.ts';
import type { ComparisonRepository } from '../ports/comparisons.ts';
import type { DatabaseState } from '../ports/database-state.ts';
import type { UseCase } from '../ports/use-case.ts';

export interface DatabaseHealthDeps {
	readonly database: DatabaseState;
	readonly comparisons: Pick<ComparisonRepository, 'last'>;
	readonly onCheckFailed: OnCheckFailed;
}

type Health = ResponseOf<typeof contract.getDatabaseHealth>;

export const getDatabaseHealth: UseCase<
	DatabaseHealthDeps,
	typeof contract.getDatabaseHealth
> = async ({ database, comparisons, onCheckFailed }) => {
	const [migrations, sqlMode, comparison] = await Promise.all([
		runCheck('migrations', () => migrationsOf(database), onCheckFailed),
		runCheck('sqlMode', () => sqlModeOf(database), onCheckFailed),
		runCheck('comparison', () => comparisonOf(comparisons), onCheckFailed),
	]);
	return { migrations, sqlMode, comparison };
};

async function migrationsOf(database: DatabaseState): Promise<Health['migrations']> {
	const known = database.knownMigrations;
	const applied = await database.appliedMigrations();
	const missing = known.filter((name) => !applied.includes(name));
	if (missing.length > 0) return { state: 'failing', missing };
	return { state: 'ok', newer: applied.filter((name) => !known.includes(name)) };
}

async function sqlModeOf(database: DatabaseState): Promise<Health['sqlMode']> {
	const modes = await database.sqlModes();
	const isStrict = modes.includes('STRICT_TRANS_TABLES') || modes.includes('STRICT_ALL_TABLES');
	const faults = [
		// Without it MySQL cuts what does not fit instead of refusing it.
		...(isStrict ? [] : ['not-strict' as const]),
		// With it a backslash would end the driver's own escaping.
		...(modes.includes('NO_BACKSLASH_ESCAPES') ? ['no-backslash-escapes' as const] : []),
	];
	return faults.length === 0 ? { state: 'ok' } : { state: 'failing', faults };
}

/** Orphans and surplus versions are removed without a person; ghosts and what was not removed are not mended by anything. */
async function comparisonOf(
	comparisons: DatabaseHealthDeps['comparisons'],
): Promise<Health['comparison']> {
	const found = await comparisons.last();
	if (found === undefined) return { state: 'ok', last: null };
	const { drift } = found;
	const last = { comparedAt: found.comparedAt.toISOString(), drift };
	const { files, derivatives } = drift.ghosts;
	const isWell = files + derivatives + drift.spared + drift.strange === 0;
	return { state: isWell ? 'ok' : 'failing', last };
}
