import type { Vault } from '../domain/vault.ts';

export interface NewVault {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly purgeId: string;
	readonly quotaBytes: number;
	readonly now: Date;
}

export interface Users {
	/** Throws `not_found` before the first `openVault`, and `unauthenticated` once the account is deleted. */
	vaultOf(ownerId: string): Promise<Vault>;
}
