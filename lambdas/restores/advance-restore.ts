import type * as contract from '#contract/restores';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { advanceJob } from './internal/advance-job.ts';
import { presentRestoreJob } from './internal/present-job.ts';
import { requireJob } from './internal/require-job.ts';

export const advanceRestore: UseCase<RestoresDeps, typeof contract.advanceRestore> = async (
	deps,
	caller,
	{ jobId },
) => {
	const { ownerId } = caller;
	const { catalog } = deps;
	const vault = await catalog.users.vaultOf(caller);
	const advanced = await advanceJob(deps, await requireJob(catalog, ownerId, jobId));
	return { job: await presentRestoreJob(catalog, vault, advanced) };
};
