import type * as contract from '#contract/purge';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import { REQUEST_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import { eraseEntries, type Erasing } from '../erasure/erase-entries.ts';
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
	caller,
	{ entryIds },
) => {
	const { ownerId } = caller;
	const sweepAt = new Date(deps.clock.now().getTime() + REQUEST_CLAIM_SECONDS * 1000);
	const hidden = await deps.catalog.withLockedVault(caller, async (repositories, vault) => {
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
	const hasTimeLeft = budget();
	return { erased: await eraseWithinBudget(deps, hidden, { ownerId, hasTimeLeft }) };
};

/**
 * What was asked for is done when it is hidden; taking the bytes away goes on as long as a person may
 * wait. Answers true if nothing is left.
 */
export async function eraseWithinBudget(
	deps: PurgeDeps,
	hidden: readonly StoredEntry[],
	erasing: Erasing,
): Promise<boolean> {
	try {
		return (await eraseEntries(deps, hidden, erasing)).length === 0;
	} catch (error) {
		// The sweep goes on where S3 or the database left us.
		if (error instanceof VaultError && error.code === 'unavailable') return false;
		throw error;
	}
}

/** True for as long as a request may go on from now. */
export function budget(): () => boolean {
	const until = performance.now() + PURGE_BUDGET_MS;
	return () => performance.now() < until;
}
