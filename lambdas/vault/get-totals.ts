import type * as contract from '#contract/totals';
import type { UseCase } from '../ports/use-case.ts';
import { visibleOf } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { presentCopies } from './internal/present-copies.ts';

export const getTotals: UseCase<VaultDeps, typeof contract.getTotals> = async (
	{ catalog, clock },
	caller,
	{ entryIds },
) => {
	const visible = await visibleOf(catalog, caller, entryIds);
	const entries = [...visible.values()].map(({ entry }) => entry);
	const held = await catalog.totals.of(caller.ownerId, entries);
	const copies = [...held.values()].flatMap((each) => each.copies);
	return {
		entries: entries.map(({ id }) => ({ entryId: id, totals: [...(held.get(id)?.totals ?? [])] })),
		copies: presentCopies(copies, clock.now()),
	};
};
