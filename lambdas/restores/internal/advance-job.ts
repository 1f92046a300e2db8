import type { StoredRestoreJob } from '../../domain/restore.ts';
import { VaultError } from '../../domain/vault-error.ts';
import { onBehalfOf } from '../../ports/caller.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import type { RestoresDeps } from '../deps.ts';
import { askFiles } from './ask-files.ts';
import { findFiles } from './find-files.ts';

/** No other run works on a job that one has claimed for so long, in seconds; after that it is taken to have died. */
const CLAIM_SECONDS = 60;

/**
 * [Note: The life of a restore] A job finds its files, is priced and judged, asks S3 for each, and waits until the last copy is there. The
 * page that shows it drives it by requests, and a schedule goes on where there is none. Each step is bounded and is written down with
 * what it has done, so that dying anywhere costs one step; claims only keep two runs from doing the same work twice. From
 * `restoring` on no run has anything to do: what S3 tells of each copy ends the job, and the comparison where S3 tells nothing.
 *
 * Works on a job while there is time, or until S3 was asked for its first files. Answers it as it stands, also where another run is at it.
 */
export async function advanceJob(
	deps: RestoresDeps,
	job: StoredRestoreJob,
	until: 'time is up' | 'first asked' = 'time is up',
): Promise<StoredRestoreJob> {
	const { catalog, clock, hasTimeLeft } = deps;
	const now = clock.now();
	const claimedUntil = new Date(now.getTime() + CLAIM_SECONDS * 1000);
	if (!(await catalog.restores.claim(job, now, claimedUntil))) return current(deps, job);
	crashPoint('restore.afterClaim');
	try {
		while (hasTimeLeft()) {
			const step = await advanceOnce(deps, job);
			if (step === undefined || (step === 'asked' && until === 'first asked')) break;
		}
	} finally {
		await catalog.restores.release(job);
	}
	return current(deps, job);
}

async function current(
	{ catalog }: RestoresDeps,
	job: StoredRestoreJob,
): Promise<StoredRestoreJob> {
	const now = await catalog.restores.get(job.ownerId, job.id);
	if (now === undefined) throw new VaultError('not_found');
	return now;
}

/** Undefined where nothing is left to do, or nothing can be done now. */
async function advanceOnce(
	deps: RestoresDeps,
	job: StoredRestoreJob,
): Promise<'found' | 'asked' | undefined> {
	const { state } = await current(deps, job);
	if (state === 'finding') {
		await deps.catalog.withLockedVault(onBehalfOf(job.ownerId), async (repositories) => {
			// By the row that is locked now: it may have been cancelled since.
			const locked = await repositories.restores.get(job.ownerId, job.id);
			if (locked?.state === 'finding') await findFiles({ ...deps, repositories }, locked);
		});
		crashPoint('restore.afterFind');
		return 'found';
	}
	if (state !== 'asking') return undefined;
	return (await askFiles(deps, await current(deps, job))) && 'asked';
}
