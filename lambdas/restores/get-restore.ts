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
	const vault = await catalog.users.vaultOf(caller);
	const job = await requireJob(catalog, ownerId, jobId);
	const targets = await catalog.restores.targets(job);
	return { job: await presentRestoreJob(catalog, vault, job), targets: [...targets] };
};
