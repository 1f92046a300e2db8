import type * as contract from '#contract/vault';
import type { StoredFile } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { currentVersion } from '../visibility/current-version.ts';
import { presentFile } from '../visibility/present-entry.ts';
import { requireLive } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

/** Another version of a file becomes the current one. S3 keeps them all under keys of their own, so nothing is copied. */
export const restoreVersion: UseCase<VaultDeps, typeof contract.restoreVersion> = (
	{ catalog, clock },
	caller,
	{ entryId, versionId },
) =>
	catalog.withLockedVault(caller, async (repositories, vault) => {
		const [visible] = await requireLive(repositories, vault, [entryId]);
		const file = visible?.entry;
		if (file?.kind !== 'file') throw new VaultError('not_found');
		const version = (await repositories.versions.getMany(caller.ownerId, [versionId])).get(
			versionId,
		);
		if (version?.entryId !== entryId || version.state !== 'ready') {
			throw new VaultError('not_found');
		}
		if (file.versionId === versionId) return { entry: presentFile(file) };

		const kinds = await repositories.versions.derivativeKinds(caller.ownerId, entryId, versionId);
		const restored: StoredFile = {
			...file,
			...currentVersion(version, kinds),
			rev: file.rev + 1,
			updatedAt: clock.now(),
		};
		await repositories.entries.replace(file, restored);
		// Of a file that is kept ready, its current version is.
		await repositories.keepChecks.ask(caller.ownerId, [entryId]);
		return { entry: presentFile(restored) };
	});
