import type * as contract from '#contract/totals';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { VaultDeps } from './deps.ts';

export const getVaultTotals: UseCase<VaultDeps, typeof contract.getVaultTotals> = async (
	{ catalog },
	caller,
) => {
	const { ownerId } = await catalog.users.vaultOf(caller);
	const totals = await catalog.totals.ofVault(ownerId);
	if (totals === undefined) throw new VaultError('not_found');
	return {
		...totals,
		vault: [...totals.vault],
		trash: [...totals.trash],
		leaving: [...totals.leaving],
	};
};
