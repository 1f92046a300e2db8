import type { Entry } from '#contract/entries';

/** The query field that names the file in the viewer: Back closes it, and the link can be kept. */
export const VIEWED = 'view';

/** Where an entry opens: a folder on its own page, a file in the viewer over the page that shows it. */
export function entryAddress(entry: Pick<Entry, 'id' | 'kind'>, page: URL): string {
	return entry.kind === 'folder' ? `/folders/${entry.id}` : viewing(page, entry.id);
}

/** The page's address with a file in the viewer, or with none. */
export function viewing(page: URL, entryId: string | null): string {
	const query = new URLSearchParams(page.searchParams);
	if (entryId === null) query.delete(VIEWED);
	else query.set(VIEWED, entryId);
	const search = query.toString();
	return search === '' ? page.pathname : `${page.pathname}?${search}`;
}

/** The query field that names the entry to be found in a folder's list. */
export const SHOWN = 'show';

/** The folder an entry lies in, with the entry selected. */
export function placeAddress({ id, parentId }: Pick<Entry, 'id' | 'parentId'>): string {
	return `/folders/${parentId}?${SHOWN}=${id}`;
}
