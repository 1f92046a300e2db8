import type { ParsedRequestOf } from '#contract/endpoint';
import * as contract from '#contract/vault';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Vault } from '../domain/vault.ts';
import type { Catalog } from '../ports/catalog.ts';
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
	const isRoot = request.folderId === contract.ROOT;
	const known = isRoot ? await catalog.users.vaultOf(caller) : undefined;
	const folderId = known?.rootId ?? request.folderId;
	const list = ['folder', ownerId, folderId, sort];
	const after = positionOf(list, cursor);
	const [{ vault, location }, { items, position, totals }, folder] = await Promise.all([
		locate(catalog, known ?? catalog.users.vaultOf(caller), folderId),
		readPage(catalog, ownerId, { ...request, folderId, after }),
		catalog.entries.get(ownerId, folderId),
	]);
	if (folder?.kind !== 'folder' || location === undefined || location.place === 'purge') {
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

async function locate(catalog: Catalog, asked: Vault | Promise<Vault>, folderId: string) {
	const vault = await asked;
	return { vault, location: (await catalog.tree.locate(vault, [folderId])).get(folderId) };
}

type Page = Pick<
	ParsedRequestOf<typeof contract.listFolder>,
	'folderId' | 'sort' | 'from' | 'limit'
> & {
	readonly after: Buffer | undefined;
};

/** With what lies in the folder and in those it shows; `position` where the list goes on. */
async function readPage(catalog: Catalog, ownerId: string, { limit, ...page }: Page) {
	// One more than is shown tells whether the list goes on.
	const rows = await catalog.lists.folder(ownerId, { ...page, limit: limit + 1 });
	const shown = rows.slice(0, limit);
	const position = rows.length > limit ? shown.at(-1)?.position : undefined;
	const items = (page.from === 'end' ? shown.toReversed() : shown).map(({ item }) => item);
	const folderIds = items.flatMap(({ kind, id }) => (kind === 'folder' ? [id] : []));
	const totals = await catalog.totals.shown(ownerId, [page.folderId, ...folderIds]);
	return { items, position, totals };
}
