import { KEPT_COPY_DAYS } from '#contract/limits';
import {
	readyAboutOf,
	restoreStep,
	type RestoreItem,
	type Restoring,
	type StoredRestoreJob,
} from '../../domain/restore.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { RestoredCopy } from '../../ports/object-store.ts';
import type { Storage, StoredVersion } from '../../ports/versions.ts';
import { settleItems, type ItemChange } from '../../restoring/settle-items.ts';
import { crashPoint } from '../../runtime/crash-point.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import type { RestoresDeps } from '../deps.ts';
import { latest } from './find-files.ts';

/** Files asked for in one step: what a crash makes us ask for again. */
const STEP = 200;
/** Requests to S3 at once: at 20 ms each, half of the thousand a second that S3 allows an account. */
const PARALLEL = 10;

/** What came of one file. */
interface Asked {
	readonly versionId: string;
	readonly state: RestoreItem['state'];
	readonly code?: string;
	/** S3 makes a copy, as it was asked to. */
	readonly making?: Restoring;
	readonly isSlower?: boolean;
	/** What S3 says of the copy, where it was asked. */
	readonly copy?: RestoredCopy | undefined;
}

/**
 * One bounded step: asks S3 for the next files of the job, then writes down what came of it. Dying in between is harmless: a file that is
 * being restored already is a success, and one that is restored stays as long as was asked. Answers undefined where S3 does not answer
 * now: what was asked until then is written down, and the rest waits.
 */
export async function askFiles(
	deps: RestoresDeps,
	job: StoredRestoreJob,
): Promise<StoredRestoreJob | undefined> {
	const { catalog, clock } = deps;
	const items = await catalog.restores.items(job, { state: 'waiting', limit: STEP });
	const versions = await catalog.versions.getMany(
		job.ownerId,
		items.map(({ versionId }) => versionId),
	);
	const askedAt = clock.now();
	let isStuck = false;
	const asked = await inParallel(items, PARALLEL, async (item) => {
		if (isStuck) return undefined;
		try {
			return await askFile(deps, job, { item, version: versions.get(item.versionId) });
		} catch (error) {
			if (!(error instanceof VaultError && error.code === 'unavailable')) throw error;
			isStuck = true;
			return undefined;
		}
	});
	crashPoint('restore.afterAsk');
	const settled = await catalog.withLockedOwner(job.ownerId, (repositories) =>
		record({ ...deps, repositories }, job, {
			asked: asked.filter((each) => each !== undefined),
			askedAt,
		}),
	);
	crashPoint('restore.afterRecord');
	return asked.includes(undefined) ? undefined : settled;
}

interface ItemAndVersion {
	readonly item: RestoreItem;
	readonly version: StoredVersion | undefined;
}

async function askFile(
	{ restorer, store, clock }: RestoresDeps,
	{ tier, days }: StoredRestoreJob,
	{ item: { versionId }, version }: ItemAndVersion,
): Promise<Asked> {
	if (version?.state !== 'ready') return { versionId, state: 'cancelled' };
	const step = restoreStep(version, { tier, days, now: clock.now() });
	if (step === 'skip' || step === 'ready') return { versionId, state: 'ready' };
	if (step === 'restoring') return { versionId, state: 'restoring' };
	const object = { key: version.objectKey, objectVersionId: version.s3VersionId };
	const stay = version.staysReady === true ? KEPT_COPY_DAYS : days;
	// An upgrade changes the tier and nothing else: S3 refuses one with other days.
	const asking = { tier, days: version.restoring?.days ?? stay };
	const outcome = await restorer.restore(object, asking);
	switch (outcome) {
		case 'begun':
			return { versionId, state: 'restoring', making: asking };
		case 'in-progress':
			return { versionId, state: 'restoring' };
		case 'no-capacity': {
			// Standard costs less, is certain to come, and can be made faster later: waiting for room could be for ever.
			const slower = { ...asking, tier: 'Standard' as const };
			const isBegun = (await restorer.restore(object, slower)) === 'begun';
			return { versionId, state: 'restoring', isSlower: true, ...(isBegun && { making: slower }) };
		}
		case 'absent':
			return { versionId, state: 'failed', code: 'not_found' };
		case 'extended':
		case 'not-archived': {
			const found = await store.inspectObjectVersion(object);
			const isThere = outcome === 'not-archived' || found?.copy?.state === 'restored';
			return { versionId, state: isThere ? 'ready' : 'failed', copy: found?.copy };
		}
	}
}

interface Record {
	readonly asked: readonly Asked[];
	readonly askedAt: Date;
}

async function record(
	deps: RestoresDeps & { readonly repositories: Repositories },
	{ ownerId, id }: StoredRestoreJob,
	{ asked, askedAt }: Record,
): Promise<StoredRestoreJob> {
	const { restores, versions } = deps.repositories;
	const job = await restores.get(ownerId, id);
	if (job === undefined) throw new VaultError('not_found');
	const ids = asked.map(({ versionId }) => versionId);
	const before = await restores.itemsByVersion(job, ids);
	const current = await versions.getMany(ownerId, ids);
	const changes: ItemChange[] = [];
	const writes: { readonly version: StoredVersion; readonly storage: Storage }[] = [];
	let readyAbout = job.readyAbout;
	let { slower } = job;
	for (const each of asked) {
		const item = before.get(each.versionId);
		const version = current.get(each.versionId);
		// Settled meanwhile, by an event or by another run. One that was cancelled meanwhile was asked for all the same.
		if (item === undefined || (item.state !== 'waiting' && item.state !== 'cancelled')) continue;
		const isSeenLater = version?.lookedAt != null && version.lookedAt > askedAt;
		// An event that was quicker than we are cannot tell by which tier S3 makes the copy.
		const isMade = version?.readyAbout != null && each.making !== undefined;
		const storage =
			version && (!isSeenLater || isMade) ? storageAfter(version, each, askedAt) : undefined;
		if (version !== undefined && storage !== undefined) writes.push({ version, storage });
		const isThere = isSeenLater && (version.restoredUntil ?? askedAt) > askedAt;
		const state = isThere && each.state === 'restoring' ? 'ready' : each.state;
		if (state === 'restoring') {
			readyAbout = latest([readyAbout, storage?.readyAbout ?? version?.readyAbout ?? null]);
			if (each.isSlower === true) slower += 1;
		}
		const asks = state === 'restoring' ? askedAt : item.askedAt;
		changes.push({
			before: item,
			after: { ...item, state, code: each.code ?? null, askedAt: asks },
		});
	}
	await writeStorage(deps.repositories, ownerId, writes);
	return settleItems(deps, { ...job, readyAbout, slower }, changes);
}

function storageAfter(version: StoredVersion, asked: Asked, askedAt: Date): Storage | undefined {
	if (asked.making !== undefined) {
		return {
			restoredUntil: null,
			readyAbout: readyAboutOf(version, asked.making.tier, askedAt),
			restoring: asked.making,
			lookedAt: latest([askedAt, version.lookedAt]) ?? askedAt,
		};
	}
	if (asked.copy?.state === 'restored') {
		const { until } = asked.copy;
		return { restoredUntil: until, readyAbout: null, restoring: null, lookedAt: askedAt };
	}
	if (asked.state !== 'restoring' || version.readyAbout !== null) return undefined;
	// Another program has asked S3, and how fast is not known: the slowest is the safe guess.
	const readyAbout = readyAboutOf(version, 'Bulk', askedAt);
	return { restoredUntil: null, readyAbout, restoring: null, lookedAt: askedAt };
}

/** Most of a step are stored alike from then on, so few statements write them. */
async function writeStorage(
	{ versions }: Repositories,
	ownerId: string,
	writes: readonly { readonly version: StoredVersion; readonly storage: Storage }[],
): Promise<void> {
	const alike = Map.groupBy(writes, ({ storage }) => JSON.stringify(storage));
	for (const [first, ...rest] of alike.values()) {
		if (first === undefined) continue;
		const same = [first, ...rest].map(({ version }) => version);
		await versions.setStorage(ownerId, same, first.storage);
	}
}
