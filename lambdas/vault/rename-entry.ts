import type * as contract from '#contract/vault';
import { requireName } from '../domain/fold-name.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import { requireLive } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

/** S3 never hears of it: no object carries a name. */
export const renameEntry: UseCase<VaultDeps, typeof contract.renameEntry> = async (
	{ catalog, clock },
	caller,
	input,
) => {
	const renamed = await catalog.withLockedVault(caller, async (repositories, vault) => {
		const name = requireName(input.name);
		for (const { entry } of await requireLive(repositories, vault, [input.entryId])) {
			// Sent again because the first answer got lost: there is nothing left to do.
			if (entry.name === name) return entry;
			if (entry.rev !== input.rev) throw new VaultError('stale');
			const there = await repositories.entries.namesakes(caller.ownerId, entry.parentId, [name]);
			if (there.values().some(({ id }) => id !== entry.id)) throw new VaultError('name_conflict');

			const after = { ...entry, name, rev: entry.rev + 1, updatedAt: clock.now() };
			await repositories.entries.replace(entry, after);
			return after;
		}
		throw new VaultError('not_found');
	});
	const [entry] = await presentEntries(catalog, caller.ownerId, [renamed]);
	if (entry === undefined) throw new Error('an entry was renamed and is not presented');
	return { entry };
};
