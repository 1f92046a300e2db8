import type * as contract from '#contract/totals';
import type { UseCase } from '../ports/use-case.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';

export const getTotals: UseCase<VaultDeps, typeof contract.getTotals> = async (
	{ catalog },
	caller,
	{ entryIds },
) => {
	const vault = await catalog.users.vaultOf(caller);
	const visible = await visibleEntries(catalog, vault, entryIds);
	const entries = [...visible.values()].map(({ entry }) => entry);
	const totals = await catalog.totals.of(caller.ownerId, entries);
	return {
		entries: entries.map(({ id }) => ({ entryId: id, totals: [...(totals.get(id) ?? [])] })),
	};
};
