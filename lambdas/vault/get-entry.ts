import type { Version } from '#contract/entries';
import type * as contract from '#contract/vault';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { presentEntry, presentStored } from '../visibility/present-entry.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

export const getEntry: UseCase<VaultDeps, typeof contract.getEntry> = async (
	{ catalog },
	{ ownerId },
	{ entryId },
) => {
	const vault = await catalog.users.vaultOf(ownerId);
	const visible = (await visibleEntries(catalog, vault, [entryId])).get(entryId);
	if (visible === undefined) throw new VaultError('not_found');

	const { entry, place, parentPath } = visible;
	const versions = entry.kind === 'file' ? await catalog.versions.ofEntry(ownerId, entryId) : [];
	const currentId = entry.kind === 'file' ? entry.versionId : undefined;
	return {
		entry: presentEntry(entry),
		path: parentPath,
		trashed: place === 'trash',
		versions: versions.map((version) => presentVersion(version, version.id === currentId)),
	};
};

function presentVersion(version: StoredVersion, current: boolean): Version {
	return {
		id: version.id,
		sizeBytes: version.sizeBytes,
		contentType: version.contentType,
		...presentStored(version),
		createdAt: version.createdAt.toISOString(),
		current,
	};
}
