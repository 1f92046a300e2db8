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

interface Asked {
	readonly targets: readonly RestoreTarget[];
	/** Folders that other calls of the same press name. */
	readonly besides?: readonly string[] | undefined;
}

/**
 * Files, versions and folders the owner can see, in the vault or in the trash. Throws `not_found` unless all are there. What lies below a
 * folder that is meant as well is left out, so that nothing counts twice; an older version does not come with its folder.
 */
export async function findTargets(
	repositories: Pick<Repositories, 'entries' | 'tree' | 'versions'>,
	vault: Vault,
	{ targets, besides = [] }: Asked,
): Promise<FoundTargets> {
	const { ownerId } = vault;
	const visible = await requireVisible(
		repositories,
		vault,
		targets.map(({ entryId }) => entryId),
	);
	const places = new Map(visible.map((each) => [each.entry.id, each]));
	const meant = new Set([...targets.map(({ entryId }) => entryId), ...besides]);
	const folderIds = new Set<string>();
	const wanted = new Map<string, { readonly entryId: string; readonly isBelow: boolean }>();
	for (const { entryId, versionId } of targets) {
		const { entry, parentPath = [] } = places.get(entryId) ?? {};
		const isBelow = parentPath.some(({ id }) => meant.has(id));
		if (entry?.kind === 'file') {
			const wantedId = versionId ?? entry.versionId;
			wanted.set(wantedId, { entryId, isBelow: isBelow && wantedId === entry.versionId });
		} else if (versionId !== undefined) throw new VaultError('not_found');
		else if (!isBelow) folderIds.add(entryId);
	}
	const found = await repositories.versions.getMany(ownerId, [...wanted.keys()]);
	const versions: StoredVersion[] = [];
	for (const [versionId, { entryId, isBelow }] of wanted) {
		const version = found.get(versionId);
		if (version?.entryId !== entryId || version.state !== 'ready')
			throw new VaultError('not_found');
		if (!isBelow) versions.push(version);
	}
	return { folderIds: [...folderIds], versions };
}
