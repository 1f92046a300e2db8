import type { ChosenFile } from './selection';

/** A selection on its way. */
export interface FoundFiles {
	readonly files: ChosenFile[];
	readonly emptyFolders: (readonly string[])[];
	readonly unreadable: { readonly name: string; readonly folders: readonly string[] }[];
}
