import type { DerivativeKind } from '#contract/uploads';
import type { StoredEntry } from '../domain/entry.ts';

export interface EntryChange {
	readonly before: StoredEntry;
	readonly after: StoredEntry;
}

/**
 * Files and folders by id and by name. Absent and another person's are the same: `undefined`, or left out.
 */
export interface EntryRepository {
	get(ownerId: string, id: string): Promise<StoredEntry | undefined>;
	/** By id; in no order, each once. */
	getMany(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredEntry>>;
	/** What lies in the folder under any of these canonical names, by folded name; see `foldName`. */
	namesakes(
		ownerId: string,
		parentId: string,
		names: readonly string[],
	): Promise<ReadonlyMap<string, StoredEntry>>;
	/** Which of these canonical names are taken in the folder, each folded; reads less than `namesakes`. */
	takenNames(
		ownerId: string,
		parentId: string,
		names: readonly string[],
	): Promise<ReadonlySet<string>>;
	/** Throws `name_conflict` where a name is taken. Raises no height bounds; see `Tree`. */
	insert(entries: readonly StoredEntry[]): Promise<void>;
	/**
	 * Writes `after` over `before`, list keys and search included. Owner and id stay; `after.rev` is the caller's
	 * to raise. Throws `name_conflict`, or `stale` where the row is not at `before.rev` any more.
	 */
	replace(before: StoredEntry, after: StoredEntry): Promise<void>;
	/** The same of many, each once, in a few statements. */
	replaceMany(changes: readonly EntryChange[]): Promise<void>;
	/** Files have these pictures from now on. Neither their `rev` nor their time changes, as they have not changed themselves. */
	addPictures(ownerId: string, fileIds: readonly string[], kind: DerivativeKind): Promise<void>;
	/** Takes the rows away, from search too. Idempotent. What lies below is not looked at. */
	erase(entries: readonly StoredEntry[]): Promise<void>;
}
