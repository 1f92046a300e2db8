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
	/** Takes a due entry until `until`: true for one caller alone. */
	claim(entry: StoredEntry, now: Date, until: Date): Promise<boolean>;
}
