import { pricesOf, restorePrice, type Restorable } from '#contract/prices';
import type { StoredRestoreJob } from '../../domain/restore.ts';
import type { Repositories } from '../../ports/catalog.ts';
import { settleJob } from '../../restoring/settle-items.ts';
import type { RestoresDeps } from '../deps.ts';

/** Within a transaction that holds the vault. What S3 was asked for goes on, and is all that is billed. */
export async function cancelJob(
	deps: Pick<RestoresDeps, 'clock' | 'newId' | 'region'> & { readonly repositories: Repositories },
	job: StoredRestoreJob,
): Promise<StoredRestoreJob> {
	if (job.state !== 'finding' && job.state !== 'asking') return job;
	const spared = await deps.repositories.restores.cancelWaiting(job);
	const billed = {
		retrieved: less(job.billed.retrieved, spared.retrieved),
		extended: less(job.billed.extended, spared.extended),
	};
	const { counts } = job;
	return settleJob(deps, {
		...job,
		state: 'asking',
		counts: { ...counts, waiting: 0, cancelled: counts.cancelled + counts.waiting },
		billed,
		estimatedUsd: restorePrice(pricesOf(deps.region), billed, job).totalUsd,
	});
}

type Counted = Restorable['retrieved'];

function less(counted: Counted, by: Counted): Counted {
	return { files: counted.files - by.files, bytes: counted.bytes - by.bytes };
}
