import { LARGEST_FOLDERS_MAX } from '#contract/limits';
import type * as contract from '#contract/totals';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

export const listLargestFolders: UseCase<VaultDeps, typeof contract.listLargestFolders> = async (
	{ catalog },
	caller,
	{ folderId, kind },
) => {
	const { ownerId } = caller;
	const vault = await catalog.users.vaultOf(caller);
	const visible = (await visibleEntries(catalog, vault, [folderId])).get(folderId);
	if (visible?.entry.kind !== 'folder') throw new VaultError('not_found');
	const folders = await catalog.totals.largest(ownerId, folderId, {
		kind,
		limit: LARGEST_FOLDERS_MAX,
	});
	const totals = await catalog.totals.of(ownerId, folders);
	return {
		folders: folders.map(({ id, name }) => ({
			folderId: id,
			name,
			totals: [...(totals.get(id) ?? [])],
		})),
	};
};
