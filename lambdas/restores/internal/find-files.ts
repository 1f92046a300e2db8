import { pricesOf, restorePrice } from '#contract/prices';
import type { RestoreRefusal } from '#contract/restore-refusals';
import { restoreWindow } from '#contract/restore-tiers';
import {
	NOTHING_BILLED,
	refusalOf,
	restoreStep,
	type RestoreItem,
	type StoredRestoreJob,
} from '../../domain/restore.ts';
import type { Repositories } from '../../ports/catalog.ts';
import { settleJob } from '../../restoring/settle-items.ts';
import type { RestoresDeps } from '../deps.ts';
import { billedToday } from './billed-today.ts';
import { WALK_FOLDERS, walkFolders, type Restorable } from './walk-folders.ts';

type FindDeps = RestoresDeps & { readonly repositories: Repositories };

/**
 * One bounded step, within a transaction that holds the vault: the files of the next folders become items. When none is left, the
 * job is priced and either begins to ask S3 or is refused: before that S3 is asked for nothing.
 */
export async function findFiles(deps: FindDeps, job: StoredRestoreJob): Promise<StoredRestoreJob> {
	const { restores } = deps.repositories;
	const folders = await restores.folders(job, WALK_FOLDERS);
	if (folders.length === 0) return judge(deps, job);
	const step = await walkFolders(deps.repositories, job.ownerId, folders);
	await restores.addFolders(job, step.found);
	await restores.removeFolders(job, step.finished);
	if (step.unfinished !== undefined) await restores.readFolder(job, step.unfinished);
	const grown = await addVersions(deps, job, step.versions);
	// A walk through more than may be restored need not go to its end.
	if (grown.billed.retrieved.files > deps.allowance.files)
		return refuse(deps, grown, 'daily_files');
	await restores.update(grown);
	return grown;
}

/** Those in an archive become items; what is to be done for each is decided again when it is done. */
export async function addVersions(
	{ repositories, clock }: Pick<FindDeps, 'repositories' | 'clock'>,
	job: StoredRestoreJob,
	versions: readonly Restorable[],
): Promise<StoredRestoreJob> {
	const now = clock.now();
	const steps = new Map(
		versions.map((version) => [version.id, restoreStep(version, { ...job, now })]),
	);
	const items = versions
		.filter(({ id }) => steps.get(id) !== 'skip')
		.map(({ id, entryId, sizeBytes }): RestoreItem => {
			const step = steps.get(id);
			const state = step === 'ready' || step === 'restoring' ? step : 'waiting';
			const askedAt = state === 'restoring' ? now : null;
			const isRetrieval = step === 'retrieve';
			return { versionId: id, entryId, sizeBytes, isRetrieval, state, code: null, askedAt };
		});
	const added = await repositories.restores.addItems(job, items);
	const counts = { ...job.counts };
	const retrieved = { ...job.billed.retrieved };
	const extended = { ...job.billed.extended };
	let { totalBytes, readyBytes } = job;
	for (const { isRetrieval, state, sizeBytes } of added) {
		counts[state] += 1;
		totalBytes += sizeBytes;
		if (state === 'ready') readyBytes += sizeBytes;
		if (state !== 'waiting') continue;
		const bill = isRetrieval ? retrieved : extended;
		bill.files += 1;
		bill.bytes += sizeBytes;
	}
	const restoring = versions.filter(({ id }) => steps.get(id) === 'restoring');
	const isOffered = versions.every(
		({ id, storageClass }) =>
			steps.get(id) !== 'retrieve' || restoreWindow(storageClass, job.tier) !== undefined,
	);
	return {
		...job,
		refusal: isOffered ? job.refusal : 'not_offered',
		counts,
		totalBytes,
		readyBytes,
		billed: { retrieved, extended },
		readyAbout: latest([job.readyAbout, ...restoring.map((version) => version.readyAbout)]),
	};
}

export function latest(times: readonly (Date | null)[]): Date | null {
	return times.reduce(
		(last, time) => (last === null || (time !== null && time > last) ? time : last),
		null,
	);
}

async function judge(deps: FindDeps, job: StoredRestoreJob): Promise<StoredRestoreJob> {
	const { region, allowance, repositories, clock } = deps;
	const used = await billedToday(repositories, clock, job.ownerId);
	const { totalUsd } = restorePrice(pricesOf(region), job.billed, job);
	const quoting = { ...job, region, isDeep: job.refusal === 'not_offered', used, allowance };
	// What others have begun to restore is waited for, and nothing is billed for that.
	const isFree = job.counts.waiting === 0 && job.counts.restoring + job.counts.ready > 0;
	const refusal = isFree ? null : refusalOf(job.billed, quoting);
	if (refusal !== null) return refuse(deps, job, refusal);
	return settleJob(deps, { ...job, state: 'asking', estimatedUsd: totalUsd });
}

/** Nothing of it was asked for, and nothing will be. */
async function refuse(
	{ repositories, clock }: FindDeps,
	job: StoredRestoreJob,
	refusal: RestoreRefusal,
): Promise<StoredRestoreJob> {
	await repositories.restores.cancelWaiting(job);
	const { waiting, cancelled } = job.counts;
	const refused: StoredRestoreJob = {
		...job,
		state: 'refused',
		refusal,
		counts: { ...job.counts, waiting: 0, cancelled: cancelled + waiting },
		billed: NOTHING_BILLED,
		finishedAt: clock.now(),
	};
	await repositories.restores.update(refused);
	return refused;
}
