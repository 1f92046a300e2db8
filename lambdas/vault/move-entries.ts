import type * as contract from '#contract/vault';
import type { StoredEntry } from '../domain/entry.ts';
import { foldName } from '../domain/fold-name.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import { requireLive, requireLiveFolder, type LiveFolder } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { fittedBelow } from './internal/fitted-below.ts';
import { freeNameIn } from './internal/free-name.ts';
import { heightBounds } from './internal/height-bounds.ts';

/** One row for each entry, whatever lies below it. */
export const moveEntries: UseCase<VaultDeps, typeof contract.moveEntries> = async (
	{ catalog, clock },
	caller,
	{ entryIds, targetId, onConflict },
) => {
	const entries = await catalog.withLockedVault(caller, async (repositories, vault) => {
		const target = await requireLiveFolder(repositories, vault, targetId);
		const found = await requireLive(repositories, vault, entryIds);
		const now = clock.now();
		const moved: StoredEntry[] = [];
		const rechecked: string[] = [];
		for (const { entry, keptBy } of found) {
			if (target.path.some(({ id }) => id === entry.id)) throw new VaultError('cycle');
			// Already there, perhaps because the request was sent again.
			if (entry.parentId === targetId) {
				moved.push(entry);
				continue;
			}
			const name = await nameThere(repositories, target, entry, onConflict);
			const place = { parentId: targetId, name, rev: entry.rev + 1, updatedAt: now };
			const after = { ...(await fittedBelow(repositories.tree, target.path, entry)), ...place };
			await repositories.entries.replace(entry, after);
			// Its files are told to S3 later: a move stays one row.
			if ((keptBy === null) !== (target.keptBy === null)) rechecked.push(entry.id);
			moved.push(after);
		}
		await repositories.keepChecks.ask(caller.ownerId, rechecked);
		const heights = moved.map((entry) => (entry.kind === 'folder' ? entry.heightBound + 1 : 0));
		await repositories.tree.raiseHeights(
			caller.ownerId,
			heightBounds([target.path], Math.max(...heights)),
		);
		return moved;
	});
	return { entries: await presentEntries(catalog, caller.ownerId, entries) };
};

async function nameThere(
	{ entries }: Repositories,
	{ folder }: LiveFolder,
	{ ownerId, name }: StoredEntry,
	onConflict: 'fail' | 'keep-both',
): Promise<string> {
	const parentId = folder.id;
	if (onConflict === 'keep-both') return freeNameIn(entries, { ownerId, parentId, name });
	const there = await entries.namesakes(ownerId, parentId, [name]);
	if (there.has(foldName(name))) throw new VaultError('name_conflict');
	return name;
}
