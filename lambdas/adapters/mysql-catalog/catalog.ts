import type { Catalog, Nouns } from '../../ports/catalog.ts';
import { batchesOver } from './batches.ts';
import { transact, type Database, type Executor } from './database.ts';
import { derivativesOver } from './derivatives.ts';
import { entriesOver } from './entries.ts';
import { ledgerOver } from './ledger.ts';
import { listsOver } from './lists.ts';
import { outboxOver } from './outbox.ts';
import { purgesOver } from './purges.ts';
import { searchOver } from './search.ts';
import { surplusChecksOver } from './surplus-checks.ts';
import { treeOver } from './tree.ts';
import { uploadsOver } from './uploads.ts';
import { createVault, lockAnyVault, lockVault, usersOver } from './users.ts';
import { versionsOver } from './versions.ts';

export function mysqlCatalog(db: Database): Catalog {
	return {
		...nounsOver(db),
		create: (vault) => transact(db, (transaction) => createVault(transaction, vault)),
		change: (ownerId, work) =>
			transact(db, async (transaction) => {
				const vault = await lockVault(transaction, ownerId);
				return work(nounsOver(transaction), vault);
			}),
		settle: (ownerId, work) =>
			transact(db, async (transaction) => {
				const vault = await lockAnyVault(transaction, ownerId);
				return work(nounsOver(transaction), vault);
			}),
	};
}

function nounsOver(db: Executor): Nouns {
	return {
		users: usersOver(db),
		entries: entriesOver(db),
		tree: treeOver(db),
		lists: listsOver(db),
		search: searchOver(db),
		versions: versionsOver(db),
		derivatives: derivativesOver(db),
		uploads: uploadsOver(db),
		batches: batchesOver(db),
		outbox: outboxOver(db),
		purges: purgesOver(db),
		ledger: ledgerOver(db),
		surplusChecks: surplusChecksOver(db),
	};
}
