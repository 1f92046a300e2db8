import type { Path } from '#contract/entries';
import type { StoredEntry, StoredFolder } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder, placeBelow, type Vault } from '../domain/vault.ts';
import type { Caller } from '../ports/caller.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { Location } from '../ports/tree.ts';

/** An entry its owner may know of, and where it lies. What is being deleted forever is never one. */
export interface VisibleEntry {
	readonly entry: StoredEntry;
	readonly place: 'vault' | 'trash';
	/** From the top folder down to the folder it lies in; empty for a top folder. */
	readonly parentPath: Path;
	/** The nearest folder above it that is wished to stay out of the archive. */
	readonly keptBy: Path[number] | null;
}

export interface LiveFolder {
	readonly folder: StoredFolder;
	/** From the top folder down to the folder itself. */
	readonly path: Path;
	/** As of a location: itself, or the nearest above it. */
	readonly keptBy: Path[number] | null;
}

type Reader = Pick<Repositories, 'entries' | 'tree'>;

/**
 * Of the caller's own vault, by id; it is read beside the entries, as on AWS each way to the database counts. Throws as
 * `vaultOf` does.
 */
export async function visibleOf(
	{ users, entries, tree }: Pick<Repositories, 'users' | 'entries' | 'tree'>,
	caller: Caller,
	ids: readonly string[],
): Promise<ReadonlyMap<string, VisibleEntry>> {
	const [vault, found] = await Promise.all([
		users.vaultOf(caller),
		entries.getMany(caller.ownerId, ids),
	]);
	return locateEntries(tree, vault, [...found.values()]);
}

/** By id. Absent, another person's, and on its way out: all the same, left out. */
export async function visibleEntries(
	{ entries, tree }: Reader,
	vault: Vault,
	ids: readonly string[],
): Promise<ReadonlyMap<string, VisibleEntry>> {
	const found = [...(await entries.getMany(vault.ownerId, ids)).values()];
	return locateEntries(tree, vault, found);
}

/** The same for entries in hand. */
export async function locateEntries(
	tree: Repositories['tree'],
	vault: Vault,
	entries: readonly StoredEntry[],
): Promise<ReadonlyMap<string, VisibleEntry>> {
	const parentIds = new Set(entries.map((entry) => entry.parentId));
	parentIds.delete(vault.ownerId);
	return placed(vault, entries, await tree.locate(vault, [...parentIds]));
}

function placed(
	vault: Vault,
	entries: readonly StoredEntry[],
	locations: ReadonlyMap<string, Location>,
): ReadonlyMap<string, VisibleEntry> {
	const visible = new Map<string, VisibleEntry>();
	for (const entry of entries) {
		const top = isTopFolder(vault, entry.id);
		const location = locations.get(entry.parentId);
		const place = top ? placeBelow(vault, entry.id) : location?.place;
		if (place === undefined || place === 'purge') continue;
		const parentPath = location?.path ?? [];
		visible.set(entry.id, { entry, place, parentPath, keptBy: location?.keptBy ?? null });
	}
	return visible;
}

/** In the order of the ids, each once. Throws `not_found` unless all can be seen. */
export async function requireVisible(
	reader: Reader,
	vault: Vault,
	ids: readonly string[],
): Promise<readonly VisibleEntry[]> {
	return inOrder(await visibleEntries(reader, vault, ids), ids);
}

function inOrder(
	visible: ReadonlyMap<string, VisibleEntry>,
	ids: readonly string[],
): readonly VisibleEntry[] {
	return [...new Set(ids)].map((id) => {
		const entry = visible.get(id);
		if (entry === undefined) throw new VaultError('not_found');
		return entry;
	});
}

/** In the order of the ids, each once. Throws `not_found` unless all are in the vault itself, `top_folder` for those of the vault. */
export async function requireLive(
	reader: Reader,
	vault: Vault,
	ids: readonly string[],
): Promise<readonly VisibleEntry[]> {
	return onlyLive(vault, await requireVisible(reader, vault, ids));
}

function onlyLive(vault: Vault, found: readonly VisibleEntry[]): readonly VisibleEntry[] {
	for (const { entry, place } of found) {
		if (isTopFolder(vault, entry.id)) throw new VaultError('top_folder');
		if (place !== 'vault') throw new VaultError('not_found');
	}
	return found;
}

/** A folder and what is to be put into it, as `requireLiveFolder` and `requireLive` have them, by the reads of one. */
export async function requireLiveWithTarget(
	{ entries, tree }: Reader,
	vault: Vault,
	{ targetId, ids }: { readonly targetId: string; readonly ids: readonly string[] },
): Promise<{ readonly target: LiveFolder; readonly found: readonly VisibleEntry[] }> {
	const read = await entries.getMany(vault.ownerId, [targetId, ...ids]);
	const all = [...read.values()];
	const folderIds = new Set([targetId, ...all.map(({ parentId }) => parentId)]);
	folderIds.delete(vault.ownerId);
	const locations = await tree.locate(vault, [...folderIds]);
	const target = liveFolderOf(read.get(targetId), locations);
	if (target === undefined) throw new VaultError('not_found');
	return { target, found: onlyLive(vault, inOrder(placed(vault, all, locations), ids)) };
}

/** A folder of the vault itself that something can be put into. Throws `not_found`. */
export async function requireLiveFolder(
	{ entries, tree }: Reader,
	vault: Vault,
	folderId: string,
): Promise<LiveFolder> {
	const folder = (await liveFolders({ entries, tree }, vault, [folderId])).get(folderId);
	if (folder === undefined) throw new VaultError('not_found');
	return folder;
}

/** By id; what is no folder of the vault itself is left out. */
export async function liveFolders(
	{ entries, tree }: Reader,
	vault: Vault,
	folderIds: readonly string[],
): Promise<ReadonlyMap<string, LiveFolder>> {
	const live = new Map<string, LiveFolder>();
	const found = await entries.getMany(vault.ownerId, folderIds);
	if (found.size === 0) return live;
	const locations = await tree.locate(vault, [...found.keys()]);
	for (const entry of found.values()) {
		const folder = liveFolderOf(entry, locations);
		if (folder !== undefined) live.set(entry.id, folder);
	}
	return live;
}

function liveFolderOf(
	entry: StoredEntry | undefined,
	locations: ReadonlyMap<string, Location>,
): LiveFolder | undefined {
	if (entry?.kind !== 'folder') return undefined;
	const location = locations.get(entry.id);
	if (location?.place !== 'vault') return undefined;
	return { folder: entry, path: location.path, keptBy: location.keptBy };
}
