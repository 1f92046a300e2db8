import type { Entry, FolderTotals } from '#contract/entries';
import { formatBytes } from '$lib/format/bytes';
import { plural } from '$lib/format/plural';

/** What an entry takes, a folder with all below it. Nothing where a folder has no files. */
export function sizeWords(entry: Entry): string {
	if (entry.kind === 'file') return formatBytes(entry.sizeBytes);
	return entry.totals.files === 0 ? '' : formatBytes(entry.totals.bytes);
}

/** `37 items`, of a folder. */
export function itemsWords(entry: Entry): string {
	return entry.kind === 'folder' ? plural(entry.totals.items, 'item') : '';
}

/** `37 items, 1.2 GB`: what lies directly in a folder, and what the files there and below take. */
export function holdingWords({ items, files, bytes }: FolderTotals): string {
	return files === 0 ? plural(items, 'item') : `${plural(items, 'item')}, ${formatBytes(bytes)}`;
}

/** `1.2 GB in 12,040 files`: what a folder holds with all below it. */
export function contentsWords({ files, bytes }: FolderTotals): string {
	return files === 0 ? 'No files' : `${formatBytes(bytes)} in ${plural(files, 'file')}`;
}

/** What these entries make together, as their folder would say: right at once where something has just come or gone. */
export function holdingOf(entries: readonly Entry[]): FolderTotals {
	let [files, bytes] = [0, 0];
	for (const entry of entries) {
		files += entry.kind === 'file' ? 1 : entry.totals.files;
		bytes += entry.kind === 'file' ? entry.sizeBytes : entry.totals.bytes;
	}
	return { items: entries.length, files, bytes };
}
