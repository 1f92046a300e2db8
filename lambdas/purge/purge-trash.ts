import type * as contract from '#contract/purge';
import type { StoredEntry } from '../domain/entry.ts';
import { PURGE_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { PurgeDeps } from './deps.ts';
import { eraseWithinBudget } from './purge-entries.ts';

/** Entries hidden in one transaction: it holds the vault for a fraction of a second. */
const HIDE_MAX = 1000;

/** Hides everything first, in a few statements, and only then takes bytes away. */
export const purgeTrash: UseCase<PurgeDeps, typeof contract.purgeTrash> = async (
	deps,
	{ ownerId },
) => {
	const sweepAt = new Date(deps.clock.now().getTime() + PURGE_CLAIM_SECONDS * 1000);
	const hidden: StoredEntry[] = [];
	for (;;) {
		const some = await deps.catalog.withLockedVault(ownerId, async (repositories, vault) => {
			const ids = await repositories.purges.hide(vault, { sweepAt, limit: HIDE_MAX });
			return [...(await repositories.entries.getMany(ownerId, ids)).values()];
		});
		hidden.push(...some);
		if (some.length < HIDE_MAX) break;
	}
	crashPoint('purge.afterHide');
	return { erased: await eraseWithinBudget(deps, ownerId, hidden) };
};
