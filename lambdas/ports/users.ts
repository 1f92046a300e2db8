import type { Vault } from '../domain/vault.ts';

export interface NewVault {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly purgeId: string;
	readonly quotaBytes: number;
	readonly now: Date;
}

export interface UserRepository {
	/** Throws `not_found` before the first `openVault`, and `unauthenticated` once the account is deleted. */
	vaultOf(ownerId: string): Promise<Vault>;
	/** Adds to what the vault holds and has promised; each may be negative. */
	charge(
		ownerId: string,
		by: {
			readonly usedBytes?: number;
			readonly reservedBytes?: number;
			readonly fileCount?: number;
			readonly derivativeBytes?: number;
		},
	): Promise<void>;
	/** Closes the vault to its owner; the row stays, so that a token that is still good opens nothing new. */
	markDeleted(ownerId: string): Promise<void>;
}
