import { RESTORE_JOBS_KEPT_SECONDS } from '#contract/limits';
import type * as contract from '#contract/restores';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { presentRestoreJobs } from './internal/present-job.ts';

const JOBS_MAX = 100;

export const listRestores: UseCase<RestoresDeps, typeof contract.listRestores> = async (
	{ catalog, clock },
	caller,
) => {
	const { ownerId } = caller;
	const vault = await catalog.users.vaultOf(caller);
	const endedSince = new Date(clock.now().getTime() - RESTORE_JOBS_KEPT_SECONDS * 1000);
	const jobs = await catalog.restores.list(ownerId, { endedSince, limit: JOBS_MAX });
	return { jobs: await presentRestoreJobs(catalog, vault, jobs) };
};
