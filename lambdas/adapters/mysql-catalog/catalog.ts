import type { Catalog, Repositories } from '../../ports/catalog.ts';
import { createBatchRepository } from './batches.ts';
import { transact, type Database, type Executor } from './database.ts';
import { createDerivativeRepository } from './derivatives.ts';
import { createEntryRepository } from './entries.ts';
import { createLedgerRepository } from './ledger.ts';
import { createListRepository } from './lists.ts';
import { createMailboxRepository } from './mailboxes.ts';
import { createManifestRepository } from './manifests.ts';
import { createOutboxRepository } from './outbox.ts';
import { createPersonShareRepository } from './person-shares.ts';
import { createPurgeRepository } from './purges.ts';
import { createRestoreRepository } from './restores.ts';
import { createSearchRepository } from './search.ts';
import { readSnapshot } from './snapshot.ts';
import { createSurplusCheckRepository } from './surplus-checks.ts';
import { createTreeRepository } from './tree.ts';
import { createUploadRepository } from './uploads.ts';
import { createUserRepository, createVault, lockAnyVault, lockVault } from './users.ts';
import { createVersionRepository } from './versions.ts';

export function mysqlCatalog(db: Database): Catalog {
	return {
		...createRepositories(db),
		create: (vault) => transact(db, (transaction) => createVault(transaction, vault)),
		withLockedVault: (caller, work) =>
			transact(db, async (transaction) => {
				const vault = await lockVault(transaction, caller);
				return work(createRepositories(transaction), vault);
			}),
		withSnapshot: (ownerId, work) =>
			transact(db, async (transaction) => work(await readSnapshot(transaction, ownerId))),
		withLockedOwner: (ownerId, work) =>
			transact(db, async (transaction) => {
				const vault = await lockAnyVault(transaction, ownerId);
				return work(createRepositories(transaction), vault);
			}),
	};
}

function createRepositories(db: Executor): Repositories {
	return {
		users: createUserRepository(db),
		entries: createEntryRepository(db),
		tree: createTreeRepository(db),
		lists: createListRepository(db),
		search: createSearchRepository(db),
		versions: createVersionRepository(db),
		derivatives: createDerivativeRepository(db),
		uploads: createUploadRepository(db),
		batches: createBatchRepository(db),
		mailboxes: createMailboxRepository(db),
		outbox: createOutboxRepository(db),
		purges: createPurgeRepository(db),
		ledger: createLedgerRepository(db),
		surplusChecks: createSurplusCheckRepository(db),
		restores: createRestoreRepository(db),
		manifests: createManifestRepository(db),
		shares: createPersonShareRepository(db),
	};
}
