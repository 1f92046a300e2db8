import type * as contract from '#contract/restores';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { cancelJob } from './internal/cancel-job.ts';
import { presentRestoreJob } from './internal/present-job.ts';
import { requireJob } from './internal/require-job.ts';

export const cancelRestore: UseCase<RestoresDeps, typeof contract.cancelRestore> = async (
	deps,
	caller,
	{ jobId },
) => {
	const { ownerId } = caller;
	const { job, vault } = await deps.catalog.withLockedVault(
		caller,
		async (repositories, locked) => {
			const found = await requireJob(repositories, ownerId, jobId);
			return { job: await cancelJob({ ...deps, repositories }, found), vault: locked };
		},
	);
	return { job: await presentRestoreJob(deps.catalog, vault, job) };
};
