import type { Vault } from '../domain/vault.ts';
import type { Caller } from './caller.ts';

export interface NewVault {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly purgeId: string;
	readonly quotaBytes: number;
	readonly now: Date;
}

export interface DeletedVault {
	readonly ownerId: string;
	readonly deletedAt: Date;
}

export interface UserRepository {
	/** See [Note: Whose vault is open]. Throws as it says there. */
	vaultOf(caller: Caller): Promise<Vault>;
	/** Adds to what the vault holds and has promised; each may be negative. */
	charge(
		ownerId: string,
		by: {
			readonly usedBytes?: number;
			readonly reservedBytes?: number;
			readonly fileCount?: number;
			readonly folderCount?: number;
			readonly derivativeBytes?: number;
		},
	): Promise<void>;
	/** Ends every session that began until `now`, in the second of `now` included. */
	endSessions(ownerId: string, now: Date): Promise<void>;
	/** Closes the vault to its owner; the row stays, so that a token that is still good opens nothing new. */
	markDeleted(ownerId: string, now: Date): Promise<void>;
	/** Of all owners: those whose vault was deleted before `before`, by id, from behind `after` on. */
	deleted(
		before: Date,
		page: { readonly after: string; readonly limit: number },
	): Promise<readonly DeletedVault[]>;
	/** Takes away the row of a deleted vault: the next sign-in of this person, if there is one, makes a new vault. */
	forget(ownerId: string): Promise<void>;
}
