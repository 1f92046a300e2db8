import type { ParsedRequestOf } from '#contract/endpoint';
import * as contract from '#contract/vault';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { ListFolder, Positioned } from '../ports/lists.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry, presentFolder } from '../visibility/present-entry.ts';
import type { VaultDeps } from './deps.ts';
import { originsOf } from './internal/origins.ts';

/**
 * What is asked of the database does not wait for each other: who asks is known by the token, and rows are read by their owner. What
 * may not be seen is thrown away.
 */
export const listFolder: UseCase<VaultDeps, typeof contract.listFolder> = async (
	{ catalog },
	caller,
	request,
) => {
	const { sort, cursor } = request;
	const { ownerId } = caller;
	const top = request.folderId === contract.ROOT ? await catalog.tree.open(caller) : undefined;
	const folderId = top?.vault.rootId ?? request.folderId;
	const list = ['folder', ownerId, folderId, sort];
	const after = positionOf(list, cursor);
	// One more than is shown tells whether the list goes on.
	const page: ListFolder = { ...request, folderId, after, limit: request.limit + 1 };
	const [rows, totals, { vault, folder, location }] = await Promise.all([
		catalog.lists.folder(ownerId, page),
		catalog.totals.onPage(ownerId, page),
		top ?? catalog.tree.open(caller, folderId),
	]);
	const { items, position } = shownOf(rows, request);
	if (folder === undefined || location === undefined || location.place === 'purge') {
		throw new VaultError('not_found');
	}
	return {
		folder: presentFolder(folder, totals.get(folderId)),
		trashed: location.place === 'trash',
		path: location.path,
		keptBy: location.keptBy,
		entries: items.map((item) => presentEntry(item, totals)),
		origins: folderId === vault.trashId ? await originsOf(catalog.tree, vault, items) : [],
		nextCursor: position === undefined ? null : cursorOf(list, position),
	};
};

/** In the order of the list; `position` where it goes on. */
function shownOf(
	rows: readonly Positioned<StoredEntry>[],
	{ from, limit }: Pick<ParsedRequestOf<typeof contract.listFolder>, 'from' | 'limit'>,
) {
	const shown = rows.slice(0, limit);
	const position = rows.length > limit ? shown.at(-1)?.position : undefined;
	const items = shown.map(({ item }) => item);
	return { items: from === 'end' ? items.toReversed() : items, position };
}
