import type { RestoreTarget } from '#contract/restores';
import { VaultError } from '../../domain/vault-error.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { StoredVersion } from '../../ports/versions.ts';
import { requireVisible } from '../../visibility/visible-entries.ts';

export interface FoundTargets {
	readonly folderIds: readonly string[];
	readonly versions: readonly StoredVersion[];
}

/** Files, versions and folders the owner can see, in the vault or in the trash. Throws `not_found` unless all are there. */
export async function findTargets(
	repositories: Pick<Repositories, 'entries' | 'tree' | 'versions'>,
	vault: Vault,
	targets: readonly RestoreTarget[],
): Promise<FoundTargets> {
	const { ownerId } = vault;
	const visible = await requireVisible(
		repositories,
		vault,
		targets.map(({ entryId }) => entryId),
	);
	const entries = new Map(visible.map(({ entry }) => [entry.id, entry]));
	const folderIds: string[] = [];
	const wanted: { readonly entryId: string; readonly versionId: string }[] = [];
	for (const { entryId, versionId } of targets) {
		const entry = entries.get(entryId);
		if (entry?.kind === 'file') {
			wanted.push({ entryId, versionId: versionId ?? entry.versionId });
		} else if (versionId === undefined) folderIds.push(entryId);
		else throw new VaultError('not_found');
	}
	const found = await repositories.versions.getMany(
		ownerId,
		wanted.map(({ versionId }) => versionId),
	);
	const versions = wanted.map(({ entryId, versionId }) => {
		const version = found.get(versionId);
		if (version?.entryId !== entryId || version.state !== 'ready')
			throw new VaultError('not_found');
		return version;
	});
	return { folderIds, versions };
}
