import type * as contract from '#contract/purge';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import { PURGE_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import { eraseEntry } from '../erasure/erase-entries.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import { PURGE_BUDGET_MS, type PurgeDeps } from './deps.ts';

/**
 * All or none. What is on its way out or gone already counts as done, so that a request may be
 * repeated; and so does what never was, which cannot be told from it.
 */
export const purgeEntries: UseCase<PurgeDeps, typeof contract.purgeEntries> = async (
	deps,
	{ ownerId },
	{ entryIds },
) => {
	const sweepAt = new Date(deps.clock.now().getTime() + PURGE_CLAIM_SECONDS * 1000);
	const hidden = await deps.catalog.withLockedVault(ownerId, async (repositories, vault) => {
		const found = await repositories.entries.getMany(ownerId, entryIds);
		const leaving = [...found.values()].filter(({ parentId }) => parentId === vault.purgeId);
		const leavingIds = new Set(leaving.map(({ id }) => id));
		const ids = entryIds.filter((id) => !leavingIds.has(id));
		const wanted = [...(await visibleEntries(repositories, vault, ids)).values()];
		if (wanted.some(({ entry }) => entry.parentId !== vault.trashId)) {
			throw new VaultError('not_in_trash');
		}
		const hidingIds = wanted.map(({ entry }) => entry.id);
		if (hidingIds.length > 0) {
			await repositories.purges.hide(vault, { ids: hidingIds, sweepAt, limit: hidingIds.length });
		}
		return [...leaving, ...wanted.map(({ entry }) => entry)];
	});
	crashPoint('purge.afterHide');
	return { erased: await eraseWithinBudget(deps, ownerId, hidden) };
};

/** What was asked for is done when it is hidden; taking the bytes away goes on as long as a person may wait. */
export async function eraseWithinBudget(
	deps: PurgeDeps,
	ownerId: string,
	hidden: readonly StoredEntry[],
): Promise<boolean> {
	const until = performance.now() + PURGE_BUDGET_MS;
	const hasTimeLeft = () => performance.now() < until;
	let erased = true;
	try {
		for (const entry of hidden) {
			if (!hasTimeLeft()) return false;
			if (!(await eraseEntry(deps, entry, { ownerId, hasTimeLeft }))) erased = false;
		}
	} catch (error) {
		// The sweep goes on where S3 or the database left us.
		if (error instanceof VaultError && error.code === 'unavailable') return false;
		throw error;
	}
	return erased;
}
