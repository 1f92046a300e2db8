import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { ArchiveTags } from '../ports/archive-tags.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { findWrongBatches } from './batches.ts';
import { findWrongFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { findWrongGrams } from './grams.ts';
import { findOtherwiseTagged, findUntoldKept } from './kept.ts';
import { findWrongKeys } from './keys.ts';
import { findWrongMailboxes } from './mailboxes.ts';
import { findGhosts } from './objects.ts';
import { findOrphans } from './orphans.ts';
import { findWrongQuotas } from './quotas.ts';
import { findWrongRestores } from './restores.ts';
import { findWrongTotals } from './totals.ts';
import { findBrokenTrees } from './tree.ts';

export interface FsckLocation {
	readonly db: Database;
	readonly store: ObjectStore;
	readonly tags: ArchiveTags;
	readonly now: Date;
	/** What came to S3 after this moment may still be on its way and is not called an orphan. */
	readonly oldEnough: Date;
}

/**
 * Compares the database and the bucket, both ways, and writes nothing: a finding brings its repair along.
 * While people work, a finding can be something that is just happening: each repair looks again.
 *
 * Keys come before what reads whole entries, which a broken one stops.
 */
export async function* fsck({
	db,
	store,
	tags,
	now,
	oldEnough,
}: FsckLocation): AsyncGenerator<Finding> {
	const deps = { db, store, tags, now, catalog: mysqlCatalog(db) };
	yield* findWrongKeys(db);
	yield* findGhosts(deps);
	yield* findOrphans(deps, oldEnough);
	yield* findWrongFiles(deps);
	yield* findWrongGrams(db);
	yield* findWrongQuotas(db);
	yield* findWrongBatches(db, now);
	yield* findWrongMailboxes(db, now);
	yield* findWrongRestores(db);
	yield* findUntoldKept(deps);
	yield* findOtherwiseTagged(deps);
	yield* findBrokenTrees(db);
	yield* findWrongTotals(db);
}
