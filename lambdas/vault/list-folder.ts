import * as contract from '#contract/vault';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry, presentFolder } from '../visibility/present-entry.ts';
import type { VaultDeps } from './deps.ts';
import { folderPage } from './internal/folder-page.ts';
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
	const { ownerId } = caller;
	const top = request.folderId === contract.ROOT ? await catalog.tree.open(caller) : undefined;
	const folderId = top?.vault.rootId ?? request.folderId;
	const [page, { vault, folder, location }] = await Promise.all([
		folderPage(catalog, ownerId, { ...request, folderId }),
		top ?? catalog.tree.open(caller, folderId),
	]);
	if (folder === undefined || location === undefined || location.place === 'purge') {
		throw new VaultError('not_found');
	}
	const { items, totals, collation, nextCursor, previousCursor } = page;
	return {
		folder: presentFolder(folder, totals.get(folderId)),
		trashed: location.place === 'trash',
		path: location.path,
		keptBy: location.keptBy,
		entries: items.map((item) => presentEntry(item, totals)),
		origins: folderId === vault.trashId ? await originsOf(catalog.tree, vault, items) : [],
		collation,
		nextCursor,
		previousCursor,
	};
};
