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

/** When whose manifest is to be written; see [Note: The manifest]. */
export interface ManifestRepository {
	/** Every vault that is open gets a row, due at once. */
	enrol(now: Date): Promise<void>;
	/** Ids of the owners whose manifest is due, the longest overdue first. */
	due(now: Date, limit: number): Promise<readonly string[]>;
	/** False where another run was quicker. Until then no other run takes it, whatever becomes of this one. */
	claim(ownerId: string, now: Date, until: Date): Promise<boolean>;
	/** No later than `at`. */
	hasten(ownerId: string, at: Date): Promise<void>;
	setWritten(ownerId: string, now: Date, nextAt: Date): Promise<void>;
	/** Ids of owners with a row and without an open vault. */
	left(limit: number): Promise<readonly string[]>;
	forget(ownerId: string): Promise<void>;
}
