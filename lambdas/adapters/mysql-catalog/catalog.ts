import type { Vault } from '../../domain/vault.ts';
import type { Catalog, Repositories } from '../../ports/catalog.ts';
import { createBatchRepository } from './batches.ts';
import { transact, type Database, type Executor } from './database.ts';
import { createDerivativeRepository } from './derivatives.ts';
import { createEntryRepository } from './entries.ts';
import { createKeepCheckRepository } from './keep-checks.ts';
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
import { Tally } from './tally.ts';
import { createTotalsRepository } from './totals.ts';
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
				return counting(
					transaction,
					{ vault, topIds: [vault.rootId, vault.trashId, vault.purgeId] },
					work,
				);
			}),
		withSnapshot: (ownerId, work) =>
			transact(db, async (transaction) => work(await readSnapshot(transaction, ownerId))),
		withLockedOwner: (ownerId, work) =>
			transact(db, async (transaction) => {
				const vault = await lockAnyVault(transaction, ownerId);
				// Of a deleted account the others lie in it.
				return counting(transaction, { vault, topIds: [vault.purgeId] }, work);
			}),
	};
}

interface LockedVault {
	readonly vault: Vault;
	/** Folders that lie in no other. */
	readonly topIds: readonly string[];
}

/** The totals follow from what `work` changed: see [Note: Keeping totals]. */
async function counting<T>(
	transaction: Executor,
	{ vault, topIds }: LockedVault,
	work: (repositories: Repositories, vault: Vault) => Promise<T>,
): Promise<T> {
	const tally = new Tally();
	for (const topId of topIds) tally.located(topId, vault.ownerId);
	const result = await work(createRepositories(transaction, tally), vault);
	await tally.write(transaction, vault.ownerId);
	return result;
}

function createRepositories(db: Executor, tally?: Tally): Repositories {
	return {
		users: createUserRepository(db),
		entries: createEntryRepository(db, tally),
		tree: createTreeRepository(db, tally),
		lists: createListRepository(db),
		search: createSearchRepository(db),
		versions: createVersionRepository(db, tally),
		derivatives: createDerivativeRepository(db),
		uploads: createUploadRepository(db),
		batches: createBatchRepository(db),
		mailboxes: createMailboxRepository(db),
		outbox: createOutboxRepository(db),
		purges: createPurgeRepository(db, tally),
		ledger: createLedgerRepository(db),
		surplusChecks: createSurplusCheckRepository(db),
		restores: createRestoreRepository(db),
		keepChecks: createKeepCheckRepository(db),
		manifests: createManifestRepository(db),
		shares: createPersonShareRepository(db),
		totals: createTotalsRepository(db),
	};
}
