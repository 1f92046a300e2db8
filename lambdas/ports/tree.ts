import type { Path } from '#contract/entries';
import type { EntryPlace, Vault } from '../domain/vault.ts';

/** Where a folder is: below which of the three top folders, and the way down to it, itself included. */
export interface Location {
	readonly place: EntryPlace;
	readonly path: Path;
	/** The nearest folder on that way that is wished to stay out of the archive. */
	readonly keptBy: Path[number] | null;
}

export interface TreeRepository {
	/** By folder id, top folders included; the absent and another person's are left out. One query for all. */
	locate(vault: Vault, folderIds: readonly string[]): Promise<ReadonlyMap<string, Location>>;
	/** Levels of folders below this one, measured. */
	heightOf(ownerId: string, folderId: string): Promise<number>;
	/** Lets folders know that at least so many levels of folders lie below them; none forgets that it has more. */
	raiseHeights(ownerId: string, bounds: ReadonlyMap<string, number>): Promise<void>;
}
