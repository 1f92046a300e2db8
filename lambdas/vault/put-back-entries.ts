import { FOLDER_NAMES_PER_CALL_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import type { StoredEntry } from '../domain/entry.ts';
import { RemainingFolders } from '../domain/remaining-folders.ts';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder, type Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
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

/** Entries, and names of folders that are looked up or made, in one transaction, so that other changes of the same person come in between. */
const ENTRIES_AT_ONCE = 50;
const NAMES_AT_ONCE = 100;

export const putBackEntries: UseCase<VaultDeps, typeof contract.putBackEntries> = async (
	deps,
	caller,
	{ entryIds },
) => {
	const chosen = new Set(entryIds);
	const left = [...chosen];
	const back: StoredEntry[] = [];
	let names = 0;
	while (left.length > 0 && names < FOLDER_NAMES_PER_CALL_MAX) {
		const part = await deps.catalog.withLockedVault(caller, async (repositories, vault) => {
			const found = await requireVisible(repositories, vault, left);
			refuseTopFolders(vault, found);
			return putPartBack(new OldPlaces({ deps, repositories, vault }), found, chosen);
		});
		back.push(...part.back);
		names += part.names;
		left.splice(0, part.back.length);
	}
	const entries = await presentEntries(deps.catalog, caller.ownerId, back);
	return { entries, leftIds: left };
};

function refuseTopFolders(vault: Vault, found: readonly VisibleEntry[]): void {
	if (found.some(({ entry }) => isTopFolder(vault, entry.id))) throw new VaultError('top_folder');
}

interface Part {
	/** From the first on, as they are now. */
	readonly back: readonly StoredEntry[];
	readonly names: number;
}

async function putPartBack(
	places: OldPlaces,
	found: readonly VisibleEntry[],
	chosen: ReadonlySet<string>,
): Promise<Part> {
	const back: StoredEntry[] = [];
	for (const visible of found) {
		const { entry, place, parentPath } = visible;
		// It comes back inside the folder that is back with it.
		const withItsFolder = parentPath.some(({ id }) => chosen.has(id));
		// What lies in the vault already came back by a call whose answer was lost, or which did not come to its end.
		const isBack = place === 'vault' || withItsFolder;
		back.push(isBack ? entry : await putBack(places, visible));
		if (back.length >= ENTRIES_AT_ONCE || places.names >= NAMES_AT_ONCE) break;
	}
	return { back, names: places.names };
}

interface Change {
	readonly deps: VaultDeps;
	readonly repositories: Repositories;
	readonly vault: Vault;
}

async function putBack(places: OldPlaces, visible: VisibleEntry): Promise<StoredEntry> {
	const { repositories, deps } = places.change;
	const { entry } = visible;
	const { folder, path } = await places.of(visible);
	const fitted = await fittedBelow(repositories.tree, path, entry);

	const { ownerId } = entry;
	const name = await freeNameIn(repositories.entries, {
		ownerId,
		parentId: folder.id,
		name: entry.name,
	});
	const back = {
		...fitted,
		parentId: folder.id,
		name,
		trashed: null,
		rev: entry.rev + 1,
		updatedAt: deps.clock.now(),
	};
	await repositories.entries.replace(entry, back);
	await repositories.keepChecks.ask(ownerId, [entry.id]);
	const height = back.kind === 'folder' ? back.heightBound + 1 : 0;
	await repositories.tree.raiseHeights(ownerId, heightBounds([path], height));
	return back;
}

/** Where entries lay, within one change; a path that many of them share is followed once. */
class OldPlaces {
	readonly change: Change;
	readonly #remaining: RemainingFolders;
	readonly #followed = new Map<string, LiveFolder>();
	#names = 0;

	constructor(change: Change) {
		this.change = change;
		this.#remaining = new RemainingFolders(change.vault);
	}

	/** Of folders that were looked up or made. */
	get names(): number {
		return this.#names;
	}

	/** The folder it lay in, wherever that is now; where that is gone, one of the same names, made again. */
	async of(visible: VisibleEntry): Promise<LiveFolder> {
		const { repositories, vault } = this.change;
		const { fromId, fromPath } = await whereFrom(repositories, visible);
		if (fromId !== undefined) {
			try {
				return await requireLiveFolder(repositories, vault, fromId);
			} catch (error) {
				if (!(error instanceof VaultError && error.code === 'not_found')) throw error;
			}
		}
		const key = JSON.stringify(fromPath);
		const known = this.#followed.get(key);
		if (known !== undefined) return known;
		this.#names += fromPath.length;
		const folder = await this.#follow(fromPath);
		this.#followed.set(key, folder);
		return folder;
	}

	async #follow(names: readonly string[]): Promise<LiveFolder> {
		const { repositories, vault, deps } = this.change;
		const top = await requireLiveFolder(repositories, vault, vault.rootId);
		const { newId, clock } = deps;
		const context = { repositories, remaining: this.#remaining, newId, now: clock.now() };
		const maker = new FolderMaker(context, top);
		const made = await maker.follow(names);
		await maker.write();
		if (made.outcome === 'ready') return { ...made, keptBy: null };
		if (made.code !== 'name_conflict') throw new VaultError(made.code);
		// A file has taken a folder's name on the way: rather here than nowhere.
		return top;
	}
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
