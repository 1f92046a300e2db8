import { loaded } from '$lib/errors/loaded';
import type { FoundFiles } from './found-files';
import type { ChosenFile, Selection } from './selection';

/**
 * From a drop: files and whole folders, empty ones too. To be called in the event itself: the list is
 * emptied as soon as its handler returns, so everything is taken from it before the first wait. Rejects where the
 * code that walks through folders cannot be loaded.
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
		if (entry?.isDirectory === true) {
			const { walk } = await loaded(import('./walk'));
			await walk(entry, [], found);
		} else if (file !== null) found.files.push(withHandle({ file, folders: [] }, await handle));
	}
	return found;
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
