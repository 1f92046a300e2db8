import { LARGEST_FOLDERS_MAX } from '#contract/limits';
import type * as contract from '#contract/totals';
import type { CopyTotal } from '#contract/totals';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { presentCopies } from './internal/present-copies.ts';

export const listLargestFolders: UseCase<VaultDeps, typeof contract.listLargestFolders> = async (
	{ catalog, clock },
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
	const held = await catalog.totals.of(ownerId, folders);
	const now = clock.now();
	return {
		folders: folders.map(({ id, name }) => ({
			folderId: id,
			name,
			totals: [...(held.get(id)?.totals ?? [])],
			copied: copiedByKind(presentCopies(held.get(id)?.copies ?? [], now)),
		})),
	};
};

function copiedByKind(copies: readonly CopyTotal[]) {
	return [...Map.groupBy(copies, (copy) => copy.kind)].map(([ofKind, some]) => {
		const files = some.reduce((sum, each) => sum + each.files, 0);
		return { kind: ofKind, files, bytes: some.reduce((sum, each) => sum + each.bytes, 0) };
	});
}
