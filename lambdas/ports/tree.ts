import type { Path } from '#contract/entries';
import type { StoredFolder } from '../domain/entry.ts';
import type { EntryPlace, Vault } from '../domain/vault.ts';
import type { Caller } from './caller.ts';

/** Where a folder is: below which of the three top folders, and the way down to it, itself included. */
export interface Location {
	readonly place: EntryPlace;
	readonly path: Path;
	/** The nearest folder on that way that is wished to stay out of the archive. */
	readonly keptBy: Path[number] | null;
}

/** A vault, and one of its folders; both are absent of a folder that is not there, is a file, or is another person's. */
export interface OpenFolder {
	readonly vault: Vault;
	readonly folder: StoredFolder | undefined;
	readonly location: Location | undefined;
}

export interface TreeRepository {
	/** What `vaultOf` says of the caller, and a folder with the way down to it; without an id the top folder. One query for all. Throws as `vaultOf` does. */
	open(caller: Caller, folderId?: string): Promise<OpenFolder>;
	/** By folder id, top folders included; the absent and another person's are left out. One query for all. */
	locate(vault: Vault, folderIds: readonly string[]): Promise<ReadonlyMap<string, Location>>;
	/** Levels of folders below this one, measured. */
	heightOf(ownerId: string, folderId: string): Promise<number>;
	/** Lets folders know that at least so many levels of folders lie below them; none forgets that it has more. */
	raiseHeights(ownerId: string, bounds: ReadonlyMap<string, number>): Promise<void>;
}
