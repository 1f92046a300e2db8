import type * as contract from '#contract/totals';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { VaultDeps } from './deps.ts';
import { presentCopies } from './internal/present-copies.ts';

export const getVaultTotals: UseCase<VaultDeps, typeof contract.getVaultTotals> = async (
	{ catalog, clock },
	caller,
) => {
	const { ownerId } = await catalog.users.vaultOf(caller);
	const found = await catalog.totals.ofVault(ownerId);
	if (found === undefined) throw new VaultError('not_found');
	const { vault, trash, leaving, derivativeBytes, unfinished } = found;
	const now = clock.now();
	return {
		vault: [...vault.totals],
		trash: [...trash.totals],
		leaving: [...leaving.totals],
		copies: {
			vault: presentCopies(vault.copies, now),
			trash: presentCopies(trash.copies, now),
			leaving: presentCopies(leaving.copies, now),
		},
		derivativeBytes,
		unfinished,
	};
};
