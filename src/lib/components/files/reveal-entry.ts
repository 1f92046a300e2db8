import type { FolderView } from '$lib/vault/list/folder-view.svelte';
import { tick, untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** Pages of a folder that are read to find one entry: 5,000 entries, as far as a person would wait. */
const PAGES_MAX = 25;

/** On what surrounds a list: reads on until the entry is in it, then selects it, brings it into view and gives it the focus, once. */
export function revealEntry(
	{ list, selection }: Pick<FolderView, 'list' | 'selection'>,
	entryId: string,
): Attachment<HTMLElement> {
	let found = false;
	let pages = 1;
	return (surrounding) => {
		const { entries, phase, complete } = list;
		if (found || phase !== 'ready') return;
		if (!entries.some(({ id }) => id === entryId)) {
			if (!complete && pages < PAGES_MAX) untrack(() => void list.loadMore());
			pages += 1;
			return;
		}
		found = true;
		untrack(() => selection.only(entryId));
		void tick().then(() => {
			const element = surrounding.querySelector<HTMLElement>(`[data-entry-id="${entryId}"]`);
			element?.scrollIntoView({ block: 'center' });
			element?.focus({ preventScroll: true });
		});
	};
}
