import { FOLDER_DEPTH_MAX } from '#contract/limits';
import type * as contract from '#contract/vault';
import { presentFolder } from '../domain/entry.ts';
import { heightBounds } from '../domain/height-bounds.ts';
import { requireName } from '../domain/name-key.ts';
import { newFolder } from '../domain/new-folder.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from './use-case.ts';
import type { VaultDeps } from './vault-deps.ts';
import { requireLiveFolder } from './visible-entries.ts';

export const createFolder: UseCase<VaultDeps, typeof contract.createFolder> = (
	{ catalog, clock, newId },
	{ ownerId },
	input,
) =>
	catalog.change(ownerId, async ({ entries, tree }, vault) => {
		const name = requireName(input.name);
		const { path } = await requireLiveFolder({ entries, tree }, vault, input.parentId);
		if (path.length > FOLDER_DEPTH_MAX) throw new VaultError('too_deep');
		const there = await entries.namesakes(ownerId, input.parentId, [name]);
		if (there.size > 0) throw new VaultError('name_conflict');

		const { parentId } = input;
		const folder = newFolder({ ownerId, parentId, id: newId(), name, now: clock.now() });
		await entries.insert([folder]);
		await tree.raiseHeights(ownerId, heightBounds([path], 1));
		return { folder: presentFolder(folder) };
	});
