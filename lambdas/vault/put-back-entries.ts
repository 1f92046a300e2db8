import { FOLDER_NAMES_PER_CALL_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import type { StoredEntry } from '../domain/entry.ts';
import { freeNames } from '../domain/free-names.ts';
import { RemainingFolders } from '../domain/remaining-folders.ts';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder, type Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { EntryChange } from '../ports/entries.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import {
	liveFolders,
	requireLiveFolder,
	requireVisible,
	type LiveFolder,
	type VisibleEntry,
} from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { fittedBelow } from './internal/fitted-below.ts';
import { FolderMaker } from './internal/folder-maker.ts';
import { heightBounds } from './internal/height-bounds.ts';

/** Entries, and names of folders that are looked up or made, in one transaction, so that other changes of the same person come in between. */
const ENTRIES_AT_ONCE = 100;
const NAMES_AT_ONCE = 100;

export const putBackEntries: UseCase<VaultDeps, typeof contract.putBackEntries> = async (
	deps,
	caller,
	{ entryIds },
) => {
	const chosen = new Set(entryIds);
	let left = [...chosen];
	const back = new Map<string, StoredEntry>();
	let names = 0;
	while (left.length > 0 && names < FOLDER_NAMES_PER_CALL_MAX) {
		const part = await deps.catalog.withLockedVault(caller, async (repositories, vault) => {
			const found = await requireVisible(repositories, vault, left);
			refuseTopFolders(vault, found);
			return putPartBack(new OldPlaces({ deps, repositories, vault }), found, chosen);
		});
		for (const [id, entry] of part.back) back.set(id, entry);
		names += part.names;
		left = left.filter((id) => !back.has(id));
	}
	const inOrder = [...chosen].flatMap((id) => back.get(id) ?? []);
	const entries = await presentEntries(deps.catalog, caller.ownerId, inOrder);
	return { entries, leftIds: left };
};

function refuseTopFolders(vault: Vault, found: readonly VisibleEntry[]): void {
	if (found.some(({ entry }) => isTopFolder(vault, entry.id))) throw new VaultError('top_folder');
}

interface Part {
	/** By id, as they are now: one at least. */
	readonly back: ReadonlyMap<string, StoredEntry>;
	readonly names: number;
}

async function putPartBack(
	places: OldPlaces,
	found: readonly VisibleEntry[],
	chosen: ReadonlySet<string>,
): Promise<Part> {
	const part = found.slice(0, ENTRIES_AT_ONCE);
	const back = new Map<string, StoredEntry>();
	for (const { entry, place, parentPath } of part) {
		// It comes back inside the folder that is back with it.
		const withItsFolder = parentPath.some(({ id }) => chosen.has(id));
		// What lies in the vault already came back by a call whose answer was lost, or which did not come to its end.
		if (place === 'vault' || withItsFolder) back.set(entry.id, entry);
	}
	const isLeft = ({ entry }: VisibleEntry) => !back.has(entry.id);
	// A folder that comes back may be the one that others lay in.
	for (let left = part.filter(isLeft); left.length > 0; left = left.filter(isLeft)) {
		const returns = await places.thereStill(left);
		if (returns.length === 0) returns.push(...(await places.madeAgain(left)));
		if (returns.length === 0) break;
		for (const entry of await putBack(places.change, returns)) back.set(entry.id, entry);
	}
	return { back, names: places.names };
}

interface Change {
	readonly deps: VaultDeps;
	readonly repositories: Repositories;
	readonly vault: Vault;
}

interface Return {
	readonly visible: VisibleEntry;
	readonly to: LiveFolder;
}

/** In a few statements for all. */
async function putBack(
	{ deps, repositories, vault }: Change,
	returns: readonly Return[],
): Promise<readonly StoredEntry[]> {
	const { ownerId } = vault;
	const changes: EntryChange[] = [];
	const heights = new Map<string, number>();
	for (const [parentId, into] of Map.groupBy(returns, ({ to }) => to.folder.id)) {
		const names = await freeNames(
			into.map(({ visible }) => visible.entry.name),
			(some) => repositories.entries.takenNames(ownerId, parentId, some),
		);
		for (const [i, { visible, to }] of into.entries()) {
			const { entry } = visible;
			const fitted = await fittedBelow(repositories.tree, to.path, entry);
			const name = names[i] ?? entry.name;
			const place = { parentId, name, trashed: null, rev: entry.rev + 1 };
			changes.push({ before: entry, after: { ...fitted, ...place, updatedAt: deps.clock.now() } });
			const height = fitted.kind === 'folder' ? fitted.heightBound + 1 : 0;
			for (const [id, bound] of heightBounds([to.path], height)) {
				heights.set(id, Math.max(bound, heights.get(id) ?? 0));
			}
		}
	}
	await repositories.entries.replaceMany(changes);
	await repositories.keepChecks.ask(
		ownerId,
		changes.map(({ before }) => before.id),
	);
	await repositories.tree.raiseHeights(ownerId, heights);
	return changes.map(({ after }) => after);
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

	/** Those whose folder is there still, wherever that is now. */
	async thereStill(left: readonly VisibleEntry[]): Promise<Return[]> {
		const { repositories, vault } = this.change;
		const fromIds = left.flatMap(({ entry }) => entry.trashed?.fromId ?? []);
		const live = await liveFolders(repositories, vault, fromIds);
		return left.flatMap((visible) => {
			const to = live.get(visible.entry.trashed?.fromId ?? '');
			return to === undefined ? [] : [{ visible, to }];
		});
	}

	/** The first of those whose folders are gone, up to a folder, which others may have lain in; each with one of the same names, made again. */
	async madeAgain(left: readonly VisibleEntry[]): Promise<Return[]> {
		const returns: Return[] = [];
		for (const visible of left) {
			if (this.#names >= NAMES_AT_ONCE) break;
			returns.push({ visible, to: await this.#folderFor(visible) });
			if (visible.entry.kind === 'folder') break;
		}
		return returns;
	}

	async #folderFor(visible: VisibleEntry): Promise<LiveFolder> {
		const fromPath = await pathFrom(this.change.repositories, visible);
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

/** What lies inside of a trashed folder was where that folder was, and below it. */
async function pathFrom(
	repositories: Repositories,
	{ entry, parentPath }: VisibleEntry,
): Promise<readonly string[]> {
	if (entry.trashed !== null) return entry.trashed.fromPath;
	const [, trashedFolder, ...below] = parentPath;
	const folder = trashedFolder && (await repositories.entries.get(entry.ownerId, trashedFolder.id));
	if (folder === undefined) throw new Error(`entry ${entry.id} lies in no trashed folder`);
	const fromPath = [...(folder.trashed?.fromPath ?? []), folder.name];
	return [...fromPath, ...below.map(({ name }) => name)];
}
