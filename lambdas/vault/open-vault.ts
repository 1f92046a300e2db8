import type * as contract from '#contract/vault';
import { VaultError } from '../domain/vault-error.ts';
import type { Vault } from '../domain/vault.ts';
import type { Caller } from '../ports/caller.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { VaultDeps } from './deps.ts';

export const openVault: UseCase<VaultDeps, typeof contract.openVault> = async (deps, caller) => {
	const vault = await vaultOrNew(deps, caller);
	return {
		rootId: vault.rootId,
		trashId: vault.trashId,
		usage: {
			quotaBytes: vault.quotaBytes,
			usedBytes: vault.usedBytes,
			reservedBytes: vault.reservedBytes,
		},
	};
};

async function vaultOrNew(deps: VaultDeps, caller: Caller): Promise<Vault> {
	const { catalog, clock, newId, defaultQuotaBytes: quotaBytes } = deps;
	try {
		return await catalog.users.vaultOf(caller);
	} catch (error) {
		if (!(error instanceof VaultError && error.code === 'not_found')) throw error;
	}
	const topFolders = { rootId: newId(), trashId: newId(), purgeId: newId() };
	await catalog.create({ ownerId: caller.ownerId, ...topFolders, quotaBytes, now: clock.now() });
	// Two tabs may have come at once: what counts is what is there now.
	return catalog.users.vaultOf(caller);
}
