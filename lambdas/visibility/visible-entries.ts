import type { Path } from '#contract/entries';
import type { StoredEntry, StoredFolder } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder, placeBelow, type Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';

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
	const locations = await tree.locate(vault, [...parentIds]);
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
	const visible = await visibleEntries(reader, vault, ids);
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
	const found = await requireVisible(reader, vault, ids);
	for (const { entry, place } of found) {
		if (isTopFolder(vault, entry.id)) throw new VaultError('top_folder');
		if (place !== 'vault') throw new VaultError('not_found');
	}
	return found;
}

/** A folder of the vault itself that something can be put into. Throws `not_found`. */
export async function requireLiveFolder(
	{ entries, tree }: Reader,
	vault: Vault,
	folderId: string,
): Promise<LiveFolder> {
	const folder = await entries.get(vault.ownerId, folderId);
	if (folder?.kind !== 'folder') throw new VaultError('not_found');
	const location = (await tree.locate(vault, [folderId])).get(folderId);
	if (location?.place !== 'vault') throw new VaultError('not_found');
	return { folder, path: location.path, keptBy: location.keptBy };
}
