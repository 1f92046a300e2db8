import { UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { closeBatch } from '../commit/advance-batch.ts';
import { clearUploads } from '../commit/clear-uploads.ts';
import type { CommitDeps } from '../commit/commit-deps.ts';
import { endUploads } from '../commit/end-uploads.ts';
import { finishUploads } from '../commit/finish-uploads.ts';
import type { StoredEntry } from '../domain/entry.ts';
import type { Upload } from '../domain/upload.ts';
import { VaultError } from '../domain/vault-error.ts';
import { eraseEntries } from '../erasure/erase-entries.ts';
import { sendOutbox } from '../outbox/send-outbox.ts';
import type { Batch } from '../ports/batches.ts';
import type { Notifier } from '../ports/notifier.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { sweepDeleted } from './sweep-deleted.ts';
import { sweepMailboxes } from './sweep-mailboxes.ts';
import { sweepSurplus } from './sweep-surplus.ts';

/** Rows looked at in one go. */
const PAGE = 200;
/** What one run has claimed for erasing is left alone by the others for so long, in seconds: longer than a run takes. */
const CLAIM_SECONDS = 20 * 60;
/** A batch in which nothing has begun for so long, and nothing is under way, is over, in seconds. */
const BATCH_IDLE_SECONDS = 30 * 60;
/** Rows of what is over are kept for so long, in seconds (14 days): until then a repeated request is known. */
const REMEMBER_SECONDS = 14 * 24 * 3600;
/** A person's share is full again after five seconds without requests; more, as clocks differ. */
const SHARE_SECONDS = 3600;

export interface SweepDeps extends CommitDeps {
	readonly notifier: Notifier;
	/** False when the function's time is nearly up: what is left is for the next run. */
	readonly hasTimeLeft: () => boolean;
}

/** What a run of the sweep found to do, for the log and the alarms. */
export interface Swept {
	readonly committed: number;
	readonly expired: number;
	readonly erased: number;
	readonly closed: number;
	/** Versions that no row named. See [Note: Surplus versions]. */
	readonly removed: number;
	/** Versions that a row names, found below a newer one. */
	readonly hidden: number;
	/** Perhaps the last copies of files whose named version S3 does not have. */
	readonly spared: number;
	/** Could not be finished now: kept by S3, or in the way of an error. */
	readonly failed: number;
}

/** Finishes what browsers and functions left unfinished. Any number may run at once, and any may die. */
export async function sweepUnfinished(deps: SweepDeps): Promise<Swept> {
	const counts = {
		committed: 0,
		expired: 0,
		erased: 0,
		closed: 0,
		removed: 0,
		hidden: 0,
		spared: 0,
		failed: 0,
	};
	await sweepUploads(deps, counts);
	await sweepPurges(deps, counts);
	await sweepPromises(deps, counts);
	await sweepBatches(deps, counts);
	await attempt(counts, async () => {
		const { removed, hidden, spared, kept } = await sweepSurplus(deps);
		counts.removed += removed;
		counts.hidden += hidden;
		counts.spared += spared;
		counts.failed += kept;
	});
	await forgetOld(deps);
	await attempt(counts, () => sweepDeleted(deps));
	await sendOutbox(deps);
	await attempt(counts, () => sweepMailboxes(deps));
	return counts;
}

type Counts = { -readonly [Name in keyof Swept]: number };

/** Bytes that came after all are kept: no request has given them up. */
async function sweepUploads(deps: SweepDeps, counts: Counts): Promise<void> {
	const { catalog, clock } = deps;
	const seen = new Set<string>();
	while (deps.hasTimeLeft()) {
		const expired = await catalog.uploads.expired(clock.now(), PAGE);
		const fresh = expired.filter(({ id }) => !seen.has(id));
		if (fresh.length === 0) return;
		for (const { id } of fresh) seen.add(id);
		for (const [ownerId, uploads] of Map.groupBy(fresh, (upload) => upload.ownerId)) {
			await attempt(counts, () => sweepUploadsOf(deps, { ownerId, uploads, counts }));
		}
	}
}

interface OwnersUploads {
	readonly ownerId: string;
	readonly uploads: readonly Upload[];
	readonly counts: Counts;
}

async function sweepUploadsOf(
	deps: SweepDeps,
	{ ownerId, uploads, counts }: OwnersUploads,
): Promise<void> {
	const finished = await finishUnlessDeleted(deps, ownerId, uploads);
	const lost = uploads.filter(({ id }) => finished.get(id)?.outcome !== 'stored');
	counts.committed += uploads.length - lost.length;
	const ended = await deps.catalog.withLockedOwner(ownerId, (repositories) =>
		endUploads(
			{ ...deps, repositories },
			ownerId,
			lost.map(({ id }) => id),
		),
	);
	counts.expired += ended.length;
	await clearUploads(deps.store, ended);
}

/** What arrived for an account that is deleted becomes nothing, and is ended with the rest. */
async function finishUnlessDeleted(
	deps: SweepDeps,
	ownerId: string,
	uploads: readonly Upload[],
): ReturnType<typeof finishUploads> {
	try {
		const claims = uploads.map(({ id }) => ({ uploadId: id }));
		return await finishUploads(deps, ownerId, claims);
	} catch (error) {
		if (error instanceof VaultError && error.code === 'vault_deleted') return new Map();
		throw error;
	}
}

/** Trash whose time is over goes the way of everything that is deleted forever. */
async function sweepPurges(deps: SweepDeps, counts: Counts): Promise<void> {
	const seen = new Set<string>();
	while (deps.hasTimeLeft()) {
		const due = await deps.catalog.purges.due(deps.clock.now(), PAGE);
		const fresh = due.filter(({ id }) => !seen.has(id));
		if (fresh.length === 0) return;
		for (const { id } of fresh) seen.add(id);
		for (const [ownerId, entries] of Map.groupBy(fresh, (entry) => entry.ownerId)) {
			if (!deps.hasTimeLeft()) return;
			await attempt(counts, () => sweepPurgesOf(deps, { ownerId, entries, counts }));
		}
	}
}

interface OwnersPurges {
	readonly ownerId: string;
	readonly entries: readonly StoredEntry[];
	readonly counts: Counts;
}

async function sweepPurgesOf(
	deps: SweepDeps,
	{ ownerId, entries, counts }: OwnersPurges,
): Promise<void> {
	const { catalog, clock, hasTimeLeft } = deps;
	const ids = entries.map(({ id }) => id);
	const now = clock.now();
	const until = new Date(now.getTime() + CLAIM_SECONDS * 1000);
	const claimed = await catalog.withLockedOwner(ownerId, ({ purges }, vault) =>
		purges.claim(vault, ids, { now, until }),
	);
	crashPoint('sweep.afterClaim');
	const left = await eraseEntries(deps, claimed, { ownerId, hasTimeLeft });
	counts.erased += claimed.length - left.length;
	if (hasTimeLeft()) counts.failed += left.length;
	// The next run need not wait until the claim has run out.
	else
		await catalog.purges.release(
			ownerId,
			left.map(({ id }) => id),
			clock.now(),
		);
}

/** Derivatives that were never sent: their part of the allowance is free again. See [Note: Promised derivatives]. */
async function sweepPromises(deps: SweepDeps, counts: Counts): Promise<void> {
	const now = deps.clock.now();
	for (let found = PAGE; found === PAGE && deps.hasTimeLeft();) {
		const overdue = await deps.catalog.derivatives.overdue(now, PAGE);
		found = overdue.length;
		for (const [ownerId, own] of Map.groupBy(overdue, (promise) => promise.ownerId)) {
			const ids = own.map(({ versionId }) => versionId);
			await attempt(counts, () =>
				deps.catalog.withLockedOwner(ownerId, async ({ derivatives, users }) => {
					const freedBytes = await derivatives.release(ownerId, ids, now);
					await users.charge(ownerId, { derivativeBytes: -freedBytes });
				}),
			);
		}
	}
}

async function sweepBatches(deps: SweepDeps, counts: Counts): Promise<void> {
	const before = new Date(deps.clock.now().getTime() - BATCH_IDLE_SECONDS * 1000);
	const idle = await deps.catalog.batches.idle(before, PAGE);
	for (const { ownerId, id } of idle) {
		await attempt(counts, async () => {
			await deps.catalog.withLockedOwner(ownerId, async (repositories) => {
				const batch: Batch | undefined = await repositories.batches.get(ownerId, id);
				if (batch?.state === 'open') await closeBatch({ ...deps, repositories }, batch);
			});
			counts.closed += 1;
		});
	}
}

async function forgetOld({ catalog, clock, hasTimeLeft }: SweepDeps): Promise<void> {
	const before = new Date(clock.now().getTime() - REMEMBER_SECONDS * 1000);
	while (hasTimeLeft() && (await catalog.uploads.forget(before, PAGE)) === PAGE);
	while (hasTimeLeft() && (await catalog.outbox.forget(before, PAGE)) === PAGE);
	// An upload is remembered from its end on, a batch from its beginning.
	const begun = new Date(before.getTime() - UPLOAD_LIFE_SECONDS * 1000);
	while (hasTimeLeft() && (await catalog.batches.forget(begun, PAGE)) === PAGE);
	const full = new Date(clock.now().getTime() - SHARE_SECONDS * 1000);
	while (hasTimeLeft() && (await catalog.shares.forget(full, PAGE)) === PAGE);
}

/** One owner's trouble is not another's. */
async function attempt(counts: Counts, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
		counts.failed += 1;
	}
}
