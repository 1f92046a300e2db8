import type { StoredEntry } from '../domain/entry.ts';
import type { Vault } from '../domain/vault.ts';
import type { Derivative } from './derivatives.ts';
import type { StoredVersion } from './versions.ts';

/** All rows of one person, each table in an order that a change of one row leaves as it is. */
export interface VaultSnapshot {
	readonly vault: Vault;
	readonly createdAt: Date;
	readonly entries: AsyncIterable<StoredEntry>;
	readonly versions: AsyncIterable<StoredVersion>;
	readonly derivatives: AsyncIterable<Derivative>;
}

/** At most `limit` of those that come after this id; the first ones after ''. */
export interface PeoplePage {
	readonly after: string;
	readonly limit: number;
}

export interface LeftPage {
	readonly ownerIds: readonly string[];
	/** Undefined where no row came after. */
	readonly last: string | undefined;
}

/** When whose manifest is to be written; see [Note: The manifest]. */
export interface ManifestRepository {
	/**
	 * Of the next `limit` people by id, those with an open vault get a row, due at once. Answers the id of the last one looked
	 * at; undefined where none comes after.
	 */
	enrol(now: Date, page: PeoplePage): Promise<string | undefined>;
	/** Ids of the owners whose manifest is due, the longest overdue first. */
	due(now: Date, limit: number): Promise<readonly string[]>;
	/** False where another run was quicker. Until then no other run takes it, whatever becomes of this one. */
	claim(ownerId: string, now: Date, until: Date): Promise<boolean>;
	/** No later than `at`. */
	hasten(ownerId: string, at: Date): Promise<void>;
	setWritten(ownerId: string, now: Date, nextAt: Date): Promise<void>;
	/** Among the next `limit` rows by id, the owners without an open vault, and the id of the last row. */
	left(page: PeoplePage): Promise<LeftPage>;
	forget(ownerId: string): Promise<void>;
}
