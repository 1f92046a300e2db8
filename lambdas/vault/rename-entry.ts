import type * as contract from '#contract/vault';
import { requireName } from '../domain/fold-name.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry } from '../visibility/present-entry.ts';
import { requireLive } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

/** S3 never hears of it: no object carries a name. */
export const renameEntry: UseCase<VaultDeps, typeof contract.renameEntry> = (
	{ catalog, clock },
	caller,
	input,
) =>
	catalog.withLockedVault(caller, async (repositories, vault) => {
		const name = requireName(input.name);
		for (const { entry } of await requireLive(repositories, vault, [input.entryId])) {
			// Sent again because the first answer got lost: there is nothing left to do.
			if (entry.name === name) return { entry: presentEntry(entry) };
			if (entry.rev !== input.rev) throw new VaultError('stale');
			const there = await repositories.entries.namesakes(caller.ownerId, entry.parentId, [name]);
			if (there.values().some(({ id }) => id !== entry.id)) throw new VaultError('name_conflict');

			const renamed = { ...entry, name, rev: entry.rev + 1, updatedAt: clock.now() };
			await repositories.entries.replace(entry, renamed);
			return { entry: presentEntry(renamed) };
		}
		throw new VaultError('not_found');
	});
