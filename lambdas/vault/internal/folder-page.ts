import { isByName, ownCollator } from '#contract/collation';
import type { ParsedRequestOf } from '#contract/endpoint';
import type { FolderTotals } from '#contract/entries';
import { COLLATED_ENTRIES_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import { collatedPage } from '../../domain/collated-list.ts';
import { cursorOf, isCursorOf, positionOf } from '../../domain/cursor.ts';
import type { StoredEntry } from '../../domain/entry.ts';
import { VaultError } from '../../domain/vault-error.ts';
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
	/** Where the list goes on the other way; null where the page lies at the end that is read first. */
	readonly previousCursor: string | null;
}

/** The order of a language, and the list in it. */
interface ReaderOrder {
	readonly collation: string;
	readonly collator: Intl.Collator;
	readonly list: readonly string[];
}

/**
 * What lies in the folder, from the cursor on. Throws `bad_cursor`.
 *
 * In a reader's order a folder of one page is read as in the vault's and put into order. Of a longer one all names are read, for each page. One that is
 * begun so goes on so while the folder grows, up to twice the limit: at a boundary that any upload may cross, a person would see the list change places.
 */
export async function folderPage(
	catalog: Catalog,
	ownerId: string,
	request: Request,
): Promise<FolderPage> {
	const { folderId, cursor } = request;
	const reader = readerOrderOf(ownerId, request);
	if (reader !== undefined && cursor !== undefined && isCursorOf(reader.list, cursor)) {
		const further = await pageOfReader(catalog, reader, {
			ownerId,
			request,
			max: 2 * COLLATED_ENTRIES_MAX,
		});
		if (further === undefined) throw new VaultError('bad_cursor', { field: 'cursor' });
		return further;
	}
	const max = COLLATED_ENTRIES_MAX;
	if (reader !== undefined && cursor === undefined && request.skip > 0) {
		const inMiddle = await pageOfReader(catalog, reader, { ownerId, request, max });
		if (inMiddle !== undefined) return inMiddle;
	}
	const page = await pageOfVault(catalog, ownerId, request);
	if (reader === undefined || cursor !== undefined || request.skip > 0) return page;
	if (page.nextCursor === null) return inReaderOrder(page, reader, request);
	const counted = page.totals.get(folderId)?.items ?? 0;
	if (counted > max) return page;
	return (await pageOfReader(catalog, reader, { ownerId, request, max })) ?? page;
}

function listOf(ownerId: string, { folderId, sort }: Request): readonly string[] {
	return ['folder', ownerId, folderId, sort];
}

/** Undefined where the order is the vault's in any folder. */
function readerOrderOf(ownerId: string, request: Request): ReaderOrder | undefined {
	const { collation, sort } = request;
	const collator = isByName(sort) ? ownCollator(collation) : undefined;
	if (collation === undefined || collator === undefined) return undefined;
	return { collation, collator, list: [...listOf(ownerId, request), collation] };
}

async function pageOfVault(
	{ lists, totals }: Catalog,
	ownerId: string,
	request: Request,
): Promise<FolderPage> {
	const list = listOf(ownerId, request);
	const { from, skip, limit, cursor } = request;
	const asked = { ...request, after: positionOf(list, cursor) };
	const after = skip === 0 ? asked.after : await lists.skip(ownerId, asked);
	const isPastEnd = skip > 0 && after === undefined;
	// One more than is shown tells whether the list goes on.
	const page: ListFolder = { ...asked, after, limit: isPastEnd ? 0 : limit + 1 };
	const [rows, shownTotals] = await Promise.all([
		lists.folder(ownerId, page),
		totals.onPage(ownerId, page),
	]);
	const shown = rows.slice(0, limit);
	const last = rows.length > limit ? shown.at(-1)?.position : undefined;
	const first = after === undefined ? undefined : shown[0]?.position;
	const items = shown.map(({ item }) => item);
	return {
		items: inList(items, from),
		totals: shownTotals,
		collation: null,
		nextCursor: cursorAt(list, last),
		previousCursor: cursorAt(list, first),
	};
}

function cursorAt(list: readonly string[], position: Buffer | undefined): string | null {
	return position === undefined ? null : cursorOf(list, position);
}

/** Of a page that is the whole folder. */
function inReaderOrder(
	page: FolderPage,
	{ collation, collator }: ReaderOrder,
	{ sort, limit }: Request,
): FolderPage {
	const order = { collator, sort, from: 'start', after: undefined, skip: 0, limit } as const;
	return { ...page, items: collatedPage(page.items, order).shown, collation };
}

interface ReaderPage {
	readonly ownerId: string;
	readonly request: Request;
	/** Longest folder. */
	readonly max: number;
}

/** Undefined where the folder is longer. */
async function pageOfReader(
	{ lists, entries, totals }: Catalog,
	{ collation, collator, list }: ReaderOrder,
	{ ownerId, request, max }: ReaderPage,
): Promise<FolderPage | undefined> {
	const { folderId, sort, from, skip, limit, cursor } = request;
	const after = positionOf(list, cursor);
	const names = await lists.names(ownerId, folderId, max);
	if (names === undefined) return undefined;
	const order = { collator, sort, from, after, skip, limit };
	const { shown, first, last } = collatedPage(names, order);
	const ids = shown.map(({ id }) => id);
	const folderIds = shown.flatMap(({ id, kind }) => (kind === 'folder' ? [id] : []));
	const [found, shownTotals] = await Promise.all([
		entries.getMany(ownerId, ids),
		totals.shown(ownerId, [folderId, ...folderIds]),
	]);
	const items = shown.flatMap(({ id }) => found.get(id) ?? []);
	return {
		// Some may have left between the two statements.
		items: inList(items, from).filter((item) => item.parentId === folderId),
		totals: shownTotals,
		collation,
		nextCursor: cursorAt(list, last),
		previousCursor: cursorAt(list, first),
	};
}

/** Read from its end, the last entry of a list comes first. */
function inList<Item>(read: readonly Item[], from: Request['from']): readonly Item[] {
	return from === 'end' ? read.toReversed() : read;
}
