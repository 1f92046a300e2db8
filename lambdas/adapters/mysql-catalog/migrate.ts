import { Migrator, sql, type Migration } from 'kysely';
import * as vault from '../../migrations/0001-vault.ts';
import * as surplusChecks from '../../migrations/0002-surplus-checks.ts';
import * as mailboxes from '../../migrations/0003-mailboxes.ts';
import * as restores from '../../migrations/0004-restores.ts';
import * as namesAndVersions from '../../migrations/0005-names-and-versions.ts';
import * as boundedVaults from '../../migrations/0006-bounded-vaults.ts';
import * as sessions from '../../migrations/0007-sessions.ts';
import * as manifests from '../../migrations/0008-manifests.ts';
import * as personShares from '../../migrations/0009-person-shares.ts';
import * as boundedFolders from '../../migrations/0010-bounded-folders.ts';
import * as ghosts from '../../migrations/0011-ghosts.ts';
import * as restoreTargets from '../../migrations/0012-restore-targets.ts';
import * as totals from '../../migrations/0013-totals.ts';
import * as keepReady from '../../migrations/0014-keep-ready.ts';
import * as keptTotals from '../../migrations/0015-kept-totals.ts';
import * as searchKeys from '../../migrations/0016-search-keys.ts';
import * as keptCopies from '../../migrations/0017-kept-copies.ts';
import * as askedOnce from '../../migrations/0018-asked-once.ts';
import * as copyTotals from '../../migrations/0019-copy-totals.ts';
import * as media from '../../migrations/0020-media.ts';
import * as noticeLanguage from '../../migrations/0021-notice-language.ts';
import type { Database } from './database.ts';
import { isTableAbsent } from './faults.ts';
import { rekeyMedia } from './rekey-media.ts';
import { rekeyEntries } from './rekey.ts';

/** Append-only: what has run anywhere is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001-vault': { up: vault.up },
	'0002-surplus-checks': { up: surplusChecks.up },
	'0003-mailboxes': { up: mailboxes.up },
	'0004-restores': { up: restores.up },
	'0005-names-and-versions': { up: namesAndVersions.up },
	'0006-bounded-vaults': { up: boundedVaults.up },
	'0007-sessions': { up: sessions.up },
	'0008-manifests': { up: manifests.up },
	'0009-person-shares': { up: personShares.up },
	'0010-bounded-folders': { up: boundedFolders.up },
	'0011-ghosts': { up: ghosts.up },
	'0012-restore-targets': { up: restoreTargets.up },
	'0013-totals': { up: totals.up },
	'0014-keep-ready': { up: keepReady.up },
	'0015-kept-totals': { up: keptTotals.up },
	'0016-search-keys': { up: searchKeys.up },
	'0017-kept-copies': { up: keptCopies.up },
	'0018-asked-once': { up: askedOnce.up },
	'0019-copy-totals': { up: copyTotals.up },
	'0020-media': { up: media.up },
	'0021-notice-language': { up: noticeLanguage.up },
};

/** In the order in which they run. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/** The names of those that have run here, of this release or of another. */
export async function appliedMigrations(db: Database): Promise<readonly string[]> {
	try {
		const asked = sql<{ name: string }>`select name from kysely_migration order by name`;
		return (await asked.execute(db)).rows.map(({ name }) => name);
	} catch (error) {
		if (isTableAbsent(error)) return [];
		throw error;
	}
}

/**
 * Brings the database up to date, the keys of its rows included, and answers with the names of what ran. Idempotent. No lock is held:
 * one function with one container runs it, and each step can be met half-way (`IF NOT EXISTS`), so two
 * at once would at worst have the second one fail.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
	// Asked first: the migrator holds a connection, and there may be no second one.
	const known = await migrationsFor(db);
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(known) } });
	const { error, results = [] } = await migrator.migrateToLatest();
	if (error !== undefined) throw new Error('The migration failed.', { cause: error });
	await rekeyEntries(db);
	await rekeyMedia(db);
	return results.map((result) => result.migrationName);
}

/**
 * Ours, and those that a later release ran here before it was rolled back: the migrator refuses a
 * database with a migration it does not know. A strange one in between is no later release, and is refused.
 */
async function migrationsFor(db: Database): Promise<Record<string, Migration>> {
	const newest = migrationNames.at(-1) ?? '';
	const newer = (await appliedMigrations(db)).filter((name) => name > newest);
	return { ...migrations, ...Object.fromEntries(newer.map((name) => [name, ALREADY_RUN])) };
}

const ALREADY_RUN: Migration = { up: () => Promise.resolve() };
