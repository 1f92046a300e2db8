import type * as contract from '#contract/uploads';
import type { CommitDeps } from '../commit/commit-deps.ts';
import { commitDerivatives, nameOf } from '../commit/commit-derivatives.ts';
import type { UseCase } from '../ports/use-case.ts';

export const recordDerivatives: UseCase<CommitDeps, typeof contract.recordDerivatives> = async (
	deps,
	caller,
	{ derivatives },
) => {
	const { ownerId } = caller;
	await deps.catalog.users.vaultOf(caller);
	const recorded = await commitDerivatives(deps, ownerId, derivatives);
	return {
		derivatives: derivatives.map(({ versionId, kind }) => {
			const outcome = recorded.has(nameOf({ versionId, kind })) ? 'recorded' : 'missing';
			return { versionId, kind, outcome };
		}),
	};
};
