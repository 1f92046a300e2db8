import type * as contract from '#contract/vault';
import type { StoredEntry } from '../domain/entry.ts';
import { foldName } from '../domain/fold-name.ts';
import { freeNames } from '../domain/free-names.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { EntryChange } from '../ports/entries.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import {
	requireLiveWithTarget,
	type LiveFolder,
	type VisibleEntry,
} from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { fittedBelow } from './internal/fitted-below.ts';
import { heightBounds } from './internal/height-bounds.ts';

/** One row for each entry, whatever lies below it, and a few statements for all. */
export const moveEntries: UseCase<VaultDeps, typeof contract.moveEntries> = async (
	{ catalog, clock },
	caller,
	{ entryIds, targetId, onConflict },
) => {
	const entries = await catalog.withLockedVault(caller, async (repositories, vault) => {
		const live = { targetId, ids: entryIds };
		const { target, found } = await requireLiveWithTarget(repositories, vault, live);
		for (const { entry } of found) {
			if (target.path.some(({ id }) => id === entry.id)) throw new VaultError('cycle');
		}
		// What is already there is so perhaps because the request was sent again.
		const moving = found.filter(({ entry }) => entry.parentId !== targetId);
		const names = await namesThere(repositories, target, moving, onConflict);
		const now = clock.now();
		const moved = new Map<string, StoredEntry>(found.map(({ entry }) => [entry.id, entry]));
		const changes: EntryChange[] = [];
		for (const [i, { entry }] of moving.entries()) {
			const place = { parentId: targetId, name: names[i] ?? entry.name, rev: entry.rev + 1 };
			const fitted = await fittedBelow(repositories.tree, target.path, entry);
			const after = { ...fitted, ...place, updatedAt: now };
			changes.push({ before: entry, after });
			moved.set(entry.id, after);
		}
		await repositories.entries.replaceMany(changes);
		// Their files are told to S3 later: a move stays one row.
		const rechecked = moving.filter(({ keptBy }) => (keptBy === null) !== (target.keptBy === null));
		const recheckedIds = rechecked.map(({ entry }) => entry.id);
		await repositories.keepChecks.ask(caller.ownerId, recheckedIds);
		const heights = [...moved.values()].map((entry) =>
			entry.kind === 'folder' ? entry.heightBound + 1 : 0,
		);
		await repositories.tree.raiseHeights(
			caller.ownerId,
			heightBounds([target.path], Math.max(...heights)),
		);
		return [...moved.values()];
	});
	return { entries: await presentEntries(catalog, caller.ownerId, entries) };
};

/** In the order of what moves. */
async function namesThere(
	{ entries }: Repositories,
	{ folder }: LiveFolder,
	moving: readonly VisibleEntry[],
	onConflict: 'fail' | 'keep-both',
): Promise<readonly string[]> {
	const names = moving.map(({ entry }) => entry.name);
	const takenNames = (some: readonly string[]) =>
		entries.takenNames(folder.ownerId, folder.id, some);
	if (onConflict === 'keep-both') return freeNames(names, takenNames);
	const differ = new Set(names.map(foldName)).size === names.length;
	if (!differ || (await takenNames(names)).size > 0) throw new VaultError('name_conflict');
	return names;
}
