import { isByName, ownCollator } from '#contract/collation';
import type { ParsedRequestOf } from '#contract/endpoint';
import type { FolderTotals } from '#contract/entries';
import { COLLATED_ENTRIES_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import { collatedPage } from '../../domain/collated-list.ts';
import { cursorOf, isCursorOf, positionOf } from '../../domain/cursor.ts';
import type { StoredEntry } from '../../domain/entry.ts';
import type { Catalog } from '../../ports/catalog.ts';
import type { ListFolder } from '../../ports/lists.ts';

/** With the folder's own id. */
type Request = ParsedRequestOf<typeof contract.listFolder>;

interface FolderPage {
	/** In the order of the list. */
	readonly items: readonly StoredEntry[];
	/** By folder id: of the folder itself and of those among the items. */
	readonly totals: ReadonlyMap<string, FolderTotals>;
	readonly collation: string | null;
	readonly nextCursor: string | null;
}

/** What lies in the folder, from the cursor on. Throws `bad_cursor`. */
export async function folderPage(
	catalog: Catalog,
	ownerId: string,
	request: Request,
): Promise<FolderPage> {
	return (await pageOfReader(catalog, ownerId, request)) ?? pageOfVault(catalog, ownerId, request);
}

function listOf(ownerId: string, { folderId, sort }: Request): readonly string[] {
	return ['folder', ownerId, folderId, sort];
}

async function pageOfVault(
	{ lists, totals }: Catalog,
	ownerId: string,
	request: Request,
): Promise<FolderPage> {
	const list = listOf(ownerId, request);
	const { from, limit, cursor } = request;
	// One more than is shown tells whether the list goes on.
	const page: ListFolder = { ...request, after: positionOf(list, cursor), limit: limit + 1 };
	const [rows, shownTotals] = await Promise.all([
		lists.folder(ownerId, page),
		totals.onPage(ownerId, page),
	]);
	const shown = rows.slice(0, limit);
	const position = rows.length > limit ? shown.at(-1)?.position : undefined;
	return {
		items: inList(
			shown.map(({ item }) => item),
			from,
		),
		totals: shownTotals,
		collation: null,
		nextCursor: position === undefined ? null : cursorOf(list, position),
	};
}

/**
 * In the order of the reader's language; undefined where the list is in the vault's. A list that was begun in it goes on in it while the
 * folder grows, up to twice as long: at a boundary that each upload may cross, a person would see it change places.
 */
async function pageOfReader(
	{ lists, entries, totals }: Catalog,
	ownerId: string,
	request: Request,
): Promise<FolderPage | undefined> {
	const { folderId, sort, from, limit, cursor, collation } = request;
	const collator = isByName(sort) ? ownCollator(collation) : undefined;
	if (collation === undefined || collator === undefined) return undefined;
	const list = [...listOf(ownerId, request), collation];
	if (cursor !== undefined && !isCursorOf(list, cursor)) return undefined;
	const after = positionOf(list, cursor);
	const max = COLLATED_ENTRIES_MAX * (cursor === undefined ? 1 : 2);
	// What is counted already spares the names of a folder that is too long.
	const counted = (await totals.shown(ownerId, [folderId])).get(folderId)?.items ?? 0;
	const names = counted > max ? undefined : await lists.names(ownerId, folderId, max);
	if (names === undefined) return undefined;
	const { shown, position } = collatedPage(names, { collator, sort, from, after, limit });
	const folderIds = shown.flatMap(({ id, kind }) => (kind === 'folder' ? [id] : []));
	const [found, shownTotals] = await Promise.all([
		entries.getMany(
			ownerId,
			shown.map(({ id }) => id),
		),
		totals.shown(ownerId, [folderId, ...folderIds]),
	]);
	const items = shown.flatMap(({ id }) => found.get(id) ?? []);
	return {
		// Some may have left between the two statements.
		items: inList(items, from).filter((item) => item.parentId === folderId),
		totals: shownTotals,
		collation,
		nextCursor: position === undefined ? null : cursorOf(list, position),
	};
}

/** Read from its end, the last entry of a list comes first. */
function inList<Item>(read: readonly Item[], from: Request['from']): readonly Item[] {
	return from === 'end' ? read.toReversed() : read;
}
