import { FOLDER_DEPTH_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import { requireName } from '../domain/fold-name.ts';
import { RemainingFolders } from '../domain/remaining-folders.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentFolder } from '../visibility/present-entry.ts';
import { requireLiveFolder } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { heightBounds } from './internal/height-bounds.ts';
import { newFolder } from './internal/new-folder.ts';

export const createFolder: UseCase<VaultDeps, typeof contract.createFolder> = (
	{ catalog, clock, newId },
	caller,
	input,
) =>
	catalog.withLockedVault(caller, async ({ entries, tree, users }, vault) => {
		const name = requireName(input.name);
		const { path } = await requireLiveFolder({ entries, tree }, vault, input.parentId);
		if (path.length > FOLDER_DEPTH_MAX) throw new VaultError('too_deep');
		if (!new RemainingFolders(vault).take()) throw new VaultError('too_many_folders');
		const there = await entries.namesakes(caller.ownerId, input.parentId, [name]);
		if (there.size > 0) throw new VaultError('name_conflict');

		const { parentId } = input;
		const folder = newFolder({
			ownerId: caller.ownerId,
			parentId,
			id: newId(),
			name,
			now: clock.now(),
		});
		await entries.insert([folder]);
		await users.charge(caller.ownerId, { folderCount: 1 });
		await tree.raiseHeights(caller.ownerId, heightBounds([path], 1));
		return { folder: presentFolder(folder) };
	});
