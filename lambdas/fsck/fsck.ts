import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Finding } from './finding.ts';
import { findGhosts } from './objects.ts';
import { findOrphans } from './orphans.ts';
import { findWrongQuotas } from './quotas.ts';
import { findBrokenTrees } from './tree.ts';

export interface Place {
	readonly db: Database;
	readonly store: ObjectStore;
	/** What came to S3 after this moment may still be on its way and is not called an orphan. */
	readonly oldEnough: Date;
}

/**
 * Compares the database and the bucket, both ways, and writes nothing. While people work, a finding can
 * be something that is just happening: look again before you act.
 */
export async function* fsck({ db, store, oldEnough }: Place): AsyncGenerator<Finding> {
	yield* findGhosts(db, store);
	yield* findOrphans({ catalog: mysqlCatalog(db), store }, oldEnough);
	yield* findWrongQuotas(db);
	yield* findBrokenTrees(db);
}
