import { stateBy, type RestoreItem, type StoredRestoreJob } from '../domain/restore.ts';
import { mailsIn } from '../mails/mails.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';

/** What it takes to settle items within a transaction that holds the vault. */
export interface SettleDeps {
	readonly repositories: Repositories;
	readonly clock: Clock;
	readonly newId: NewId;
}

export interface ItemChange {
	readonly before: RestoreItem;
	readonly after: RestoreItem;
}

/**
 * Writes items of a job and what they change of it. With its last one the job is done, once: then its owner is owed one
 * message, if any copy was waited for and the owner wants to be told.
 */
export async function settleItems(
	deps: SettleDeps,
	job: StoredRestoreJob,
	changes: readonly ItemChange[],
): Promise<StoredRestoreJob> {
	return settleJob(deps, await writeItems(deps, job, changes));
}

/** Answers the job with its new counts, which are not written yet. */
async function writeItems(
	{ repositories: { restores } }: SettleDeps,
	job: StoredRestoreJob,
	changes: readonly ItemChange[],
): Promise<StoredRestoreJob> {
	await restores.updateItems(
		job,
		changes.map(({ after }) => after),
	);
	const counts = { ...job.counts };
	let { readyBytes } = job;
	for (const { before, after } of changes) {
		counts[before.state] -= 1;
		counts[after.state] += 1;
		if (before.state === 'ready') readyBytes -= before.sizeBytes;
		if (after.state === 'ready') readyBytes += after.sizeBytes;
	}
	return { ...job, counts, readyBytes };
}

/** Writes a job whose counts have changed; see `settleItems`. */
export async function settleJob(
	deps: SettleDeps,
	job: StoredRestoreJob,
): Promise<StoredRestoreJob> {
	const { settled, isOver } = await writeJob(deps, job);
	if (isOver) await oweMessage(deps, settled);
	return settled;
}

async function writeJob(deps: SettleDeps, job: StoredRestoreJob) {
	const isUnderWay = job.state === 'asking' || job.state === 'restoring';
	const state = isUnderWay ? stateBy(job.counts) : job.state;
	const isOver = isUnderWay && state === 'done';
	const settled = { ...job, state, finishedAt: isOver ? deps.clock.now() : job.finishedAt };
	await deps.repositories.restores.update(settled);
	return { settled, isOver };
}

async function oweMessage(
	{ repositories, clock, newId }: SettleDeps,
	{ ownerId, id: jobId, counts, readyBytes, readyAbout, days }: StoredRestoreJob,
): Promise<void> {
	if (counts.ready === 0 || readyAbout === null) return;
	const wish = await repositories.mailboxes.wishOf(ownerId);
	if (wish === undefined) return;
	const id = newId();
	const { ready, failed } = counts;
	await repositories.outbox.insert({
		id,
		ownerId,
		kind: 'restore-done',
		batchId: jobId,
		createdAt: clock.now(),
		...mailsIn(wish.language).restored({ id, files: ready, bytes: readyBytes, days, failed }),
	});
}

/** Ends the items of versions that are being deleted: nothing is asked for them any more. */
export async function cancelItemsOf(
	deps: SettleDeps,
	ownerId: string,
	versionIds: readonly string[],
): Promise<void> {
	await settleOpenItems(deps, ownerId, versionIds, (item) => ({ ...item, state: 'cancelled' }));
}

/** Of every job of the owner that waits for any of these versions. `settle` answers an item as it was where nothing changes. */
export async function settleOpenItems(
	deps: SettleDeps,
	ownerId: string,
	versionIds: readonly string[],
	settle: (item: RestoreItem) => RestoreItem,
): Promise<void> {
	const { restores } = deps.repositories;
	const open = await restores.openItems(ownerId, versionIds);
	const ended: Ended[] = [];
	for (const [jobId, items] of Map.groupBy(open, (item) => item.jobId)) {
		const changes = items
			.map((before) => ({ before, after: settle(before) }))
			.filter(({ before, after }) => before !== after);
		const job = await restores.get(ownerId, jobId);
		if (job === undefined || changes.length === 0) continue;
		const { settled, isOver } = await writeJob(deps, await writeItems(deps, job, changes));
		const ids = changes.map(({ before }) => before.versionId);
		if (isOver) ended.push({ job: settled, versionIds: ids });
	}
	await oweMessages(deps, ended);
}

interface Ended {
	readonly job: StoredRestoreJob;
	/** Those by which it came to its end. */
	readonly versionIds: readonly string[];
}

/** Jobs that end by the same copy, as when it was asked for faster, are told of by one message: that of the largest. */
async function oweMessages(deps: SettleDeps, ended: readonly Ended[]): Promise<void> {
	const told = new Set<string>();
	for (const { job, versionIds } of ended.toSorted(
		(a, b) => b.job.counts.ready - a.job.counts.ready,
	)) {
		if (versionIds.some((id) => told.has(id))) continue;
		for (const id of versionIds) told.add(id);
		await oweMessage(deps, job);
	}
}
