import type * as contract from '#contract/timeline';
import type { UseCase } from '../ports/use-case.ts';
import type { VaultDeps } from './deps.ts';

export const listMonths: UseCase<VaultDeps, typeof contract.listMonths> = async (
	{ catalog },
	caller,
) => {
	const vault = await catalog.users.vaultOf(caller);
	const months = await catalog.totals.months(vault.ownerId, vault.rootId);
	return { months: months.map(({ month, files }) => ({ month, files })) };
};
