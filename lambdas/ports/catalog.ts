import type { Vault } from '../domain/vault.ts';
import type { BatchRepository } from './batches.ts';
import type { Caller } from './caller.ts';
import type { DerivativeRepository } from './derivatives.ts';
import type { EntryRepository } from './entries.ts';
import type { KeepCheckRepository } from './keep-checks.ts';
import type { LedgerRepository } from './ledger.ts';
import type { ListRepository } from './lists.ts';
import type { MailboxRepository } from './mailboxes.ts';
import type { ManifestRepository, VaultSnapshot } from './manifests.ts';
import type { OutboxRepository } from './outbox.ts';
import type { PersonShareRepository } from './person-shares.ts';
import type { PurgeRepository } from './purges.ts';
import type { RestoreRepository } from './restores.ts';
import type { SearchRepository } from './search.ts';
import type { SurplusCheckRepository } from './surplus-checks.ts';
import type { TotalsRepository } from './totals.ts';
import type { TreeRepository } from './tree.ts';
import type { UploadRepository } from './uploads.ts';
import type { NewVault, UserRepository } from './users.ts';
import type { VersionRepository } from './versions.ts';

/** The repositories of the catalog, all on one connection or one transaction. Each throws `unavailable` when the database does not answer. */
export interface Repositories {
	readonly users: UserRepository;
	readonly entries: EntryRepository;
	readonly tree: TreeRepository;
	readonly lists: ListRepository;
	readonly search: SearchRepository;
	readonly versions: VersionRepository;
	readonly derivatives: DerivativeRepository;
	readonly uploads: UploadRepository;
	readonly batches: BatchRepository;
	readonly mailboxes: MailboxRepository;
	readonly outbox: OutboxRepository;
	readonly purges: PurgeRepository;
	readonly ledger: LedgerRepository;
	readonly surplusChecks: SurplusCheckRepository;
	readonly restores: RestoreRepository;
	readonly keepChecks: KeepCheckRepository;
	readonly manifests: ManifestRepository;
	readonly shares: PersonShareRepository;
	readonly totals: TotalsRepository;
}

export interface Catalog extends Repositories {
	/** Makes the vault with its top folders unless there is one, or was one that is deleted. Idempotent. */
	create(vault: NewVault): Promise<void>;
	/**
	 * Runs `work` in one transaction that holds the caller's vault: of one owner one change runs at a time.
	 * All or nothing, the totals included. `work` may be run again, so it does nothing but read and write the catalog. Throws
	 * as `users.vaultOf` does.
	 */
	withLockedVault<T>(
		caller: Caller,
		work: (repositories: Repositories, vault: Vault) => Promise<T>,
	): Promise<T>;
	/**
	 * Runs `work` over all rows of one person as they are at one moment, without holding anything. Throws as
	 * `users.vaultOf`. `work` may be run again.
	 */
	withSnapshot<T>(ownerId: string, work: (snapshot: VaultSnapshot) => Promise<T>): Promise<T>;
	/** The same where the account is deleted too: for erasing and ending what a deleted account has left. */
	withLockedOwner<T>(
		ownerId: string,
		work: (repositories: Repositories, vault: Vault) => Promise<T>,
	): Promise<T>;
}
