import type * as contract from '#contract/vault';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder, type Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry } from '../visibility/present-entry.ts';
import {
	requireLiveFolder,
	requireVisible,
	type LiveFolder,
	type VisibleEntry,
} from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { fittedBelow } from './internal/fitted-below.ts';
import { FolderMaker } from './internal/folder-maker.ts';
import { freeNameIn } from './internal/free-name.ts';
import { heightBounds } from './internal/height-bounds.ts';

export const restoreEntries: UseCase<VaultDeps, typeof contract.restoreEntries> = (
	deps,
	caller,
	{ entryIds },
) =>
	deps.catalog.withLockedVault(caller, async (repositories, vault) => {
		const found = await requireVisible(repositories, vault, entryIds);
		const chosen = new Set(entryIds);
		const restored: StoredEntry[] = [];
		for (const visible of found) {
			const { entry, place, parentPath } = visible;
			if (isTopFolder(vault, entry.id)) throw new VaultError('top_folder');
			if (place !== 'trash') throw new VaultError('not_in_trash');
			// It comes back inside the folder that is restored with it.
			const withItsFolder = parentPath.some(({ id }) => chosen.has(id));
			restored.push(withItsFolder ? entry : await restore({ deps, repositories, vault }, visible));
		}
		return { entries: restored.map(presentEntry) };
	});

interface Change {
	readonly deps: VaultDeps;
	readonly repositories: Repositories;
	readonly vault: Vault;
}

async function restore(change: Change, visible: VisibleEntry): Promise<StoredEntry> {
	const { repositories, deps } = change;
	const { entry } = visible;
	const { folder, path } = await oldPlace(change, visible);
	const fitted = await fittedBelow(repositories.tree, path, entry);

	const { ownerId } = entry;
	const name = await freeNameIn(repositories.entries, {
		ownerId,
		parentId: folder.id,
		name: entry.name,
	});
	const restored = {
		...fitted,
		parentId: folder.id,
		name,
		trashed: null,
		rev: entry.rev + 1,
		updatedAt: deps.clock.now(),
	};
	await repositories.entries.replace(entry, restored);
	const height = restored.kind === 'folder' ? restored.heightBound + 1 : 0;
	await repositories.tree.raiseHeights(ownerId, heightBounds([path], height));
	return restored;
}

/** The folder it lay in, wherever that is now; where that is gone, one of the same names, made again. */
async function oldPlace(change: Change, visible: VisibleEntry): Promise<LiveFolder> {
	const { repositories, vault, deps } = change;
	const { fromId, fromPath } = await whereFrom(repositories, visible);
	if (fromId !== undefined) {
		try {
			return await requireLiveFolder(repositories, vault, fromId);
		} catch (error) {
			if (!(error instanceof VaultError && error.code === 'not_found')) throw error;
		}
	}
	const top = await requireLiveFolder(repositories, vault, vault.rootId);
	const maker = new FolderMaker({ repositories, newId: deps.newId, now: deps.clock.now() }, top);
	const made = await maker.follow(fromPath);
	await maker.write();
	if (made.outcome === 'ready') return made;
	if (made.code === 'too_deep') throw new VaultError('too_deep');
	// A file has taken a folder's name on the way: rather here than nowhere.
	return top;
}

interface WhereFrom {
	readonly fromId: string | undefined;
	readonly fromPath: readonly string[];
}

/** What lies inside of a trashed folder was where that folder was, and below it. */
async function whereFrom(
	repositories: Repositories,
	{ entry, parentPath }: VisibleEntry,
): Promise<WhereFrom> {
	if (entry.trashed !== null) return entry.trashed;
	const [, trashedFolder, ...below] = parentPath;
	const folder = trashedFolder && (await repositories.entries.get(entry.ownerId, trashedFolder.id));
	if (folder === undefined) throw new Error(`entry ${entry.id} lies in no trashed folder`);
	const fromPath = [...(folder.trashed?.fromPath ?? []), folder.name];
	return { fromId: undefined, fromPath: [...fromPath, ...below.map(({ name }) => name)] };
}
