/** One file as it was chosen. */
export interface ChosenFile {
	readonly file: File;
	/** Folders above it, from the top of what was chosen; empty for a file chosen by itself. */
	readonly folders: readonly string[];
	/** Where the browser gives one: lets the upload go on after a reload. */
	readonly handle?: FileSystemFileHandle;
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

/**
 * From a drop: files and whole folders, empty ones too. To be called in the event itself: the list is
 * emptied as soon as its handler returns, so everything is taken from it before the first wait.
 */
export function selectionOfDrop(transfer: DataTransfer): Promise<Selection> {
	const dropped = Array.from(transfer.items)
		.filter(({ kind }) => kind === 'file')
		.map((item) => ({
			entry: item.webkitGetAsEntry(),
			file: item.getAsFile(),
			handle: fileHandle(item),
		}));
	return gather(dropped);
}

interface DroppedItem {
	readonly entry: FileSystemEntry | null;
	readonly file: File | null;
	readonly handle: Promise<FileSystemFileHandle | undefined>;
}

async function gather(dropped: readonly DroppedItem[]): Promise<Selection> {
	const found: FoundFiles = { files: [], emptyFolders: [], unreadable: [] };
	for (const { entry, file, handle } of dropped) {
		if (entry?.isDirectory === true) await walk(entry, [], found);
		else if (file !== null) found.files.push(withHandle({ file, folders: [] }, await handle));
	}
	return found;
}

interface FoundFiles {
	readonly files: ChosenFile[];
	readonly emptyFolders: (readonly string[])[];
	readonly unreadable: { readonly name: string; readonly folders: readonly string[] }[];
}

/** Depth first and one folder at a time: a tree of any size is never all in flight. */
async function walk(
	entry: FileSystemEntry,
	folders: readonly string[],
	found: FoundFiles,
): Promise<void> {
	if (isFile(entry)) {
		try {
			found.files.push({ file: await openFile(entry), folders });
		} catch {
			found.unreadable.push({ name: entry.name, folders });
		}
	} else if (isFolder(entry)) {
		const below = [...folders, entry.name];
		try {
			const children = await readAll(entry.createReader());
			if (children.length === 0) found.emptyFolders.push(below);
			for (const child of children) await walk(child, below, found);
		} catch {
			found.unreadable.push({ name: entry.name, folders });
		}
	}
}

/** A reader gives a hundred at most; only an empty answer is the end. */
async function readAll(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
	const all: FileSystemEntry[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
			reader.readEntries(resolve, reject);
		});
		if (some.length === 0) return all;
		all.push(...some);
	}
}

function openFile(entry: FileSystemFileEntry): Promise<File> {
	return new Promise((resolve, reject) => {
		entry.file(resolve, reject);
	});
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
	return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
	return entry.isDirectory;
}

/** Chromium alone knows these handles. */
interface ItemWithHandle extends DataTransferItem {
	getAsFileSystemHandle(): Promise<FileSystemHandle | null>;
}

async function fileHandle(item: DataTransferItem): Promise<FileSystemFileHandle | undefined> {
	if (!hasHandle(item)) return undefined;
	const handle = await item.getAsFileSystemHandle().catch(() => null);
	return handle !== null && isFileHandle(handle) ? handle : undefined;
}

function hasHandle(item: DataTransferItem): item is ItemWithHandle {
	return 'getAsFileSystemHandle' in item;
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
	return handle.kind === 'file';
}

function withHandle(chosen: ChosenFile, handle: FileSystemFileHandle | undefined): ChosenFile {
	return handle === undefined ? chosen : { ...chosen, handle };
}
