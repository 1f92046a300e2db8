import type { StoredEntry } from '../domain/entry.ts';
import type { Vault } from '../domain/vault.ts';

/** What is to be deleted forever. An entry of the trash or the purge folder says itself from when on. */
export interface PurgeRepository {
	/**
	 * Moves what lies directly in the trash, all of it or these ids, to the purge folder, at most `limit`
	 * entries; the sweep leaves them alone until `sweepAt`. Answers the ids it moved.
	 */
	hide(
		vault: Vault,
		options: {
			readonly ids?: readonly string[];
			readonly sweepAt: Date;
			readonly limit: number;
		},
	): Promise<readonly string[]>;
	/** Of all owners: entries in trash and purge folders whose time has come, the longest waiting first. */
	due(now: Date, limit: number): Promise<readonly StoredEntry[]>;
	/**
	 * Takes those of these entries of the owner that are due until `until`, and hides what still lies in the trash; within a
	 * transaction that holds the vault each is taken by one caller alone. Answers what it took.
	 */
	claim(
		vault: Vault,
		ids: readonly string[],
		time: { readonly now: Date; readonly until: Date },
	): Promise<readonly StoredEntry[]>;
	/** Hands over what was claimed: it is due again from `now` on. */
	release(ownerId: string, ids: readonly string[], now: Date): Promise<void>;
}
