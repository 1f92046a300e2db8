import type * as contract from '#contract/purge';
import { crashPoint } from '../domain/crash-point.ts';
import type { StoredEntry } from '../domain/entry.ts';
import { PURGE_CLAIM_SECONDS, type PurgeDeps } from './purge-deps.ts';
import { eraseWithinBudget } from './purge-entries.ts';
import type { UseCase } from './use-case.ts';

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
		const some = await deps.catalog.change(ownerId, async (nouns, vault) => {
			const ids = await nouns.purges.hide(vault, { sweepAt, limit: HIDE_MAX });
			return [...(await nouns.entries.getMany(ownerId, ids)).values()];
		});
		hidden.push(...some);
		if (some.length < HIDE_MAX) break;
	}
	crashPoint('purge.afterHide');
	return { erased: await eraseWithinBudget(deps, ownerId, hidden) };
};
