import type { Entry } from '#contract/entries';
import type { MoveTarget } from '$lib/vault/actions/action-services';
import type { EntryDrag } from '$lib/vault/actions/entry-drag.svelte';
import type { FolderView } from '$lib/vault/list/folder-view.svelte';
import type { Search } from '$lib/vault/list/search.svelte';
import type { Attachment } from 'svelte/attachments';

/** Makes the entries of a list draggable, and its folders take what is dropped on them. */
export interface EntryDragging {
	readonly begin: (event: DragEvent, entry: Entry) => void;
	readonly end: () => void;
	readonly over: (entry: Entry) => Attachment<HTMLElement> | undefined;
}

/** An entry dragged from among the selected ones takes them all along. */
export function draggingIn(
	entryDrag: EntryDrag,
	{ list, selection, path }: Pick<FolderView, 'list' | 'selection'> & { path: FolderView['path'] },
	drop: (entries: readonly Entry[], target: MoveTarget) => void,
): EntryDragging {
	return {
		...taking(entryDrag, { list, selection }),
		over: (entry) =>
			entry.kind === 'folder'
				? entryDrag.dropTarget(() => path && [...path, { id: entry.id, name: entry.name }], drop)
				: undefined,
	};
}

/** The same in results of a search, of which each lies in a folder of its own. */
export function draggingResults(
	entryDrag: EntryDrag,
	search: Pick<Search, 'list' | 'selection' | 'pathOf'>,
	drop: (entries: readonly Entry[], target: MoveTarget) => void,
): EntryDragging {
	const pathTo = (folder: Entry) => {
		const path = search.pathOf(folder);
		return path && [...path, { id: folder.id, name: folder.name }];
	};
	return {
		...taking(entryDrag, search),
		over: (entry) =>
			entry.kind === 'folder' ? entryDrag.dropTarget(() => pathTo(entry), drop) : undefined,
	};
}

function taking(
	entryDrag: EntryDrag,
	{ list, selection }: Pick<FolderView, 'list' | 'selection'>,
): Pick<EntryDragging, 'begin' | 'end'> {
	return {
		begin(event, entry) {
			if (!selection.has(entry.id)) selection.only(entry.id);
			entryDrag.begin(
				event,
				list.entries.filter(({ id }) => selection.has(id)),
			);
		},
		end: () => entryDrag.end(),
	};
}
