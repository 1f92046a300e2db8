import type { FoundFiles } from './found-files';

/** Puts what lies in a dropped file or folder into `found`. Depth first and one folder at a time: a tree of any size is never all in flight. */
export async function walk(
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
