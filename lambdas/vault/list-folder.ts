import type * as contract from '#contract/vault';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry, presentFolder } from '../visibility/present-entry.ts';
import type { VaultDeps } from './deps.ts';
import { originsOf } from './internal/origins.ts';

export const listFolder: UseCase<VaultDeps, typeof contract.listFolder> = async (
	{ catalog },
	caller,
	{ folderId, sort, from, cursor, limit },
) => {
	const { ownerId } = caller;
	const list = ['folder', ownerId, folderId, sort];
	const after = positionOf(list, cursor);
	const vault = await catalog.users.vaultOf(caller);
	const folder = await catalog.entries.get(ownerId, folderId);
	const location = (await catalog.tree.locate(vault, [folderId])).get(folderId);
	if (folder?.kind !== 'folder' || location === undefined || location.place === 'purge') {
		throw new VaultError('not_found');
	}

	// One more than is shown tells whether the list goes on.
	const rows = await catalog.lists.folder(ownerId, {
		folderId,
		sort,
		from,
		limit: limit + 1,
		after,
	});
	const page = rows.slice(0, limit);
	const last = rows.length > limit ? page.at(-1) : undefined;
	const inOrder = from === 'end' ? page.toReversed() : page;
	const items = inOrder.map(({ item }) => item);
	const folderIds = [folder, ...items].flatMap(({ kind, id }) => (kind === 'folder' ? [id] : []));
	const totals = await catalog.totals.shown(ownerId, folderIds);
	return {
		folder: presentFolder(folder, totals.get(folderId)),
		trashed: location.place === 'trash',
		path: location.path,
		keptBy: location.keptBy,
		entries: items.map((item) => presentEntry(item, totals)),
		origins: folderId === vault.trashId ? await originsOf(catalog.tree, vault, items) : [],
		nextCursor: last === undefined ? null : cursorOf(list, last.position),
	};
};
