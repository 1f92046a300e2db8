import { TRASH_LIFE_SECONDS } from '#contract/limits';
import type * as contract from '#contract/vault';
import { VaultError } from '../domain/vault-error.ts';
import { isTopFolder } from '../domain/vault.ts';
import type { EntryChange } from '../ports/entries.ts';
import type { UseCase } from '../ports/use-case.ts';
import { requireVisible, type VisibleEntry } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

/** The trash is a hidden folder: one row moves, whatever lies below it, and S3 never hears of it. */
export const trashEntries: UseCase<VaultDeps, typeof contract.trashEntries> = (
	{ catalog, clock },
	caller,
	{ entryIds },
) =>
	catalog.withLockedVault(caller, async (repositories, vault) => {
		const found = await requireVisible(repositories, vault, entryIds);
		if (found.some(({ entry }) => isTopFolder(vault, entry.id))) throw new VaultError('top_folder');

		const now = clock.now();
		const sweepAt = new Date(now.getTime() + TRASH_LIFE_SECONDS * 1000);
		const chosen = new Set(entryIds);
		const changes: EntryChange[] = [];
		for (const { entry, place, parentPath } of found) {
			if (place === 'trash' || goesWithItsFolder(parentPath, chosen)) continue;
			// The top folder itself is not part of the way back: it is always there.
			const fromPath = parentPath.slice(1).map(({ name }) => name);
			const after = {
				...entry,
				parentId: vault.trashId,
				trashed: { at: now, fromId: entry.parentId, fromPath, sweepAt },
				rev: entry.rev + 1,
				updatedAt: now,
			};
			changes.push({ before: entry, after });
		}
		await repositories.entries.replaceMany(changes);
		return { trashedIds: found.map(({ entry }) => entry.id) };
	});

function goesWithItsFolder(
	parentPath: VisibleEntry['parentPath'],
	chosen: ReadonlySet<string>,
): boolean {
	return parentPath.some(({ id }) => chosen.has(id));
}
