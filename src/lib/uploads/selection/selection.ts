/** One file as it was chosen. */
export interface ChosenFile {
	readonly file: File;
	/** Folders above it, from the top of what was chosen; empty for a file chosen by itself. */
	readonly folders: readonly string[];
	/** Where the browser gives one: lets the upload go on after a reload. */
	readonly handle?: FileSystemFileHandle;
	/** Where the disk has been asked already. */
	readonly facts?: FileFacts;
}

/** What the disk says of a file. */
export interface FileFacts {
	readonly sizeBytes: number;
	/** Milliseconds since 1970. */
	readonly lastModified: number;
}

/** What a person chose in one go. */
export interface Selection {
	readonly files: readonly ChosenFile[];
	/** Every folder that holds neither a file nor a folder. */
	readonly emptyFolders: readonly (readonly string[])[];
	/** Files the device would not open: they get a receipt too. */
	readonly unreadable: readonly { readonly name: string; readonly folders: readonly string[] }[];
}

/** From `<input type="file">`, with or without `webkitdirectory`, from a paste or a share. */
export function selectionOfFiles(files: Iterable<File>): Selection {
	return {
		files: Array.from(files, (file) => ({ file, folders: foldersOf(file.webkitRelativePath) })),
		emptyFolders: [],
		unreadable: [],
	};
}

/**
 * `Holiday/Day 1/a.jpg` → `['Holiday', 'Day 1']`. Odd segments stay: the rule for names judges them.
 * Phones that cannot choose folders have no such property.
 */
function foldersOf(relativePath: string | undefined): readonly string[] {
	return relativePath === undefined || relativePath === ''
		? []
		: relativePath.split('/').slice(0, -1);
}
