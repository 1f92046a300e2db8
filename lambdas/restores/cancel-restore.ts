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
	const job = await deps.catalog.withLockedVault(caller, async (repositories) => {
		const found = await requireJob(repositories, ownerId, jobId);
		return cancelJob({ ...deps, repositories }, found);
	});
	return { job: presentRestoreJob(job) };
};
