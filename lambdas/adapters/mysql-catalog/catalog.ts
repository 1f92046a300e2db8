import type { Catalog, Nouns } from '../../ports/catalog.ts';
import { transact, type Database, type Executor } from './database.ts';
import { entriesOver } from './entries.ts';
import { listsOver } from './lists.ts';
import { searchOver } from './search.ts';
import { treeOver } from './tree.ts';
import { createVault, lockVault, usersOver } from './users.ts';
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
	};
}
