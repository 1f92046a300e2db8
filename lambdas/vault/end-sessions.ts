import type * as contract from '#contract/vault';
import type { UseCase } from '../ports/use-case.ts';
import type { VaultDeps } from './deps.ts';

export const endSessions: UseCase<VaultDeps, typeof contract.endSessions> = async (
	{ catalog, clock },
	caller,
) => {
	await catalog.withLockedVault(caller, ({ users }, caller) =>
		users.endSessions(caller.ownerId, clock.now()),
	);
	return {};
};
