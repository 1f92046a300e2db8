import type { Vault } from '../domain/vault.ts';
import type { Batches } from './batches.ts';
import type { Derivatives } from './derivatives.ts';
import type { Entries } from './entries.ts';
import type { Ledger } from './ledger.ts';
import type { Lists } from './lists.ts';
import type { Outbox } from './outbox.ts';
import type { Purges } from './purges.ts';
import type { Search } from './search.ts';
import type { SurplusChecks } from './surplus-checks.ts';
import type { Tree } from './tree.ts';
import type { Uploads } from './uploads.ts';
import type { NewVault, Users } from './users.ts';
import type { Versions } from './versions.ts';

/** The nouns of the catalog, all over one connection or one transaction. Each throws `unavailable` when the database does not answer. */
export interface Nouns {
	readonly users: Users;
	readonly entries: Entries;
	readonly tree: Tree;
	readonly lists: Lists;
	readonly search: Search;
	readonly versions: Versions;
	readonly derivatives: Derivatives;
	readonly uploads: Uploads;
	readonly batches: Batches;
	readonly outbox: Outbox;
	readonly purges: Purges;
	readonly ledger: Ledger;
	readonly surplusChecks: SurplusChecks;
}

export interface Catalog extends Nouns {
	/** Makes the vault with its top folders unless there is one, or was one that is deleted. Idempotent. */
	create(vault: NewVault): Promise<void>;
	/**
	 * Runs `work` in one transaction that holds the owner's vault: of one owner one change runs at a time.
	 * All or nothing. `work` may be run again, so it does nothing but read and write the catalog.
	 */
	change<T>(ownerId: string, work: (nouns: Nouns, vault: Vault) => Promise<T>): Promise<T>;
	/** The same for what the product owes to itself: also where the account is deleted. */
	settle<T>(ownerId: string, work: (nouns: Nouns, vault: Vault) => Promise<T>): Promise<T>;
}
