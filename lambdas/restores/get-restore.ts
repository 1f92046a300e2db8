import type * as contract from '#contract/restores';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { presentRestoreJob } from './internal/present-job.ts';
import { requireJob } from './internal/require-job.ts';

export const getRestore: UseCase<RestoresDeps, typeof contract.getRestore> = async (
	{ catalog },
	caller,
	{ jobId },
) => {
	const { ownerId } = caller;
	await catalog.users.vaultOf(caller);
	return { job: presentRestoreJob(await requireJob(catalog, ownerId, jobId)) };
};
