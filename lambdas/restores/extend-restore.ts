import { archiveState } from '#contract/archive';
import type { ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import { pricesOf, restorePrice } from '#contract/prices';
import type * as contract from '#contract/restores';
import type { StoredEntry } from '../domain/entry.ts';
import {
	NOTHING_BILLED,
	refusalOf,
	restoreStep,
	type StoredRestoreJob,
} from '../domain/restore.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Caller } from '../ports/caller.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { inspectVersions } from '../restoring/inspect-versions.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { RestoresDeps } from './deps.ts';
import { billedToday } from './internal/billed-today.ts';
import { hashOfRequest } from './internal/hash-of-request.ts';
import { newJob } from './internal/new-job.ts';

/** Requests to S3 at once. */
const PARALLEL = 10;

type Asked = ParsedRequestOf<typeof contract.extendRestore>;
type Target = Asked['targets'][number];
type Extended = ResponseOf<typeof contract.extendRestore>['files'][number];

export const extendRestore: UseCase<RestoresDeps, typeof contract.extendRestore> = async (
	deps,
	caller,
	asked,
) => {
	const { ownerId } = caller;
	const { catalog, clock, restorer } = deps;
	const { id, targets, days } = asked;
	const vault = await catalog.users.vaultOf(caller);
	const ids = targets.map(({ entryId }) => entryId);
	const visible = await visibleEntries(catalog, vault, ids);
	const idOf = (target: Target) => versionIdOf(target, visible.get(target.entryId)?.entry);
	const versionIds = targets.flatMap((target) => idOf(target) ?? []);
	const before = await catalog.versions.getMany(ownerId, versionIds);
	const now = clock.now();
	const copied = [...before.values()].filter(
		(version) => archiveState(version, now) === 'restored',
	);
	// Repeated, it is the request of then: copies that stay as long as was paid for are left alone.
	const askedAt = (await catalog.restores.get(ownerId, id))?.createdAt ?? now;
	const extended = copied.filter(
		(version) => restoreStep(version, { tier: 'Bulk', days, now: askedAt }) === 'extend',
	);
	await charge(deps, caller, { asked, versions: extended });
	crashPoint('restore.afterCharge');
	await inParallel(extended, PARALLEL, async (version) => {
		const object = { key: version.objectKey, objectVersionId: version.s3VersionId };
		// Were the copy gone this very moment, Bulk would make it anew and cost nothing.
		await restorer.restore(object, { tier: 'Bulk', days });
	});
	crashPoint('restore.afterExtend');
	await inspectVersions(deps, ownerId, copied);
	const after = await catalog.versions.getMany(ownerId, versionIds);
	return {
		files: targets.map((target) => {
			const versionId = idOf(target);
			const version = versionId === undefined ? undefined : after.get(versionId);
			return extendedOf(target, version, clock.now());
		}),
	};
};

interface Extension {
	readonly asked: Asked;
	/** Whose copies are to stay longer. */
	readonly versions: readonly StoredVersion[];
}

/**
 * Counts against what a person may restore in a day, as a job that is done: before S3 is asked, so that two calls at once cannot both
 * have what is left. Once for each id: a request that is repeated is known. Throws `restore_refused` and `idempotency_mismatch`.
 */
async function charge(
	{ catalog, clock, region, allowance }: RestoresDeps,
	caller: Caller,
	{ asked: { id, targets, days }, versions }: Extension,
): Promise<void> {
	const { ownerId } = caller;
	const bytes = versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	const billed = { ...NOTHING_BILLED, extended: { files: versions.length, bytes } };
	const asked = { tier: 'Bulk', days } as const;
	const requestHash = hashOfRequest('extend', { targets, days });
	await catalog.withLockedVault(caller, async ({ restores, versions: stored }) => {
		const known = await restores.get(ownerId, id);
		if (known?.requestHash.equals(requestHash) === false) {
			throw new VaultError('idempotency_mismatch');
		}
		if (known !== undefined || versions.length === 0) return;
		const used = await billedToday({ restores }, clock, ownerId);
		const refusal = refusalOf(billed, { ...asked, region, isDeep: false, used, allowance });
		if (refusal !== null) throw new VaultError('restore_refused', { reason: refusal });
		const now = clock.now();
		const job: StoredRestoreJob = {
			...newJob(ownerId, { id, ...asked, requestHash, now }),
			state: 'done',
			counts: { waiting: 0, restoring: 0, ready: versions.length, failed: 0, cancelled: 0 },
			totalBytes: bytes,
			readyBytes: bytes,
			billed,
			estimatedUsd: restorePrice(pricesOf(region), billed, asked).totalUsd,
			finishedAt: now,
		};
		// Overdue from now on: should this run die before it has looked at what S3 made of it, the comparison will.
		for (const version of versions) {
			const { restoredUntil, lookedAt } = version;
			const seen = { restoredUntil, restoring: null, lookedAt: lookedAt ?? now };
			await stored.setStorage(ownerId, [version], { ...seen, readyAbout: now });
		}
		await restores.insert(job);
		await restores.addTargets(job, targets);
		await restores.addItems(
			job,
			versions.map(({ id: versionId, entryId, sizeBytes }) => ({
				versionId,
				entryId,
				sizeBytes,
				isRetrieval: false,
				state: 'ready',
				code: null,
				askedAt: now,
			})),
		);
	});
}

function versionIdOf({ versionId }: Target, entry: StoredEntry | undefined): string | undefined {
	return entry?.kind === 'file' ? (versionId ?? entry.versionId) : undefined;
}

function extendedOf({ entryId }: Target, version: StoredVersion | undefined, now: Date): Extended {
	if (version?.entryId !== entryId || version.state !== 'ready') {
		return { entryId, outcome: 'refused', code: 'not_found' };
	}
	const { restoredUntil } = version;
	const state = archiveState(version, now);
	if (state === 'restored' && restoredUntil !== null) {
		const until = restoredUntil.toISOString();
		return { entryId, versionId: version.id, outcome: 'extended', restoredUntil: until };
	}
	return { entryId, outcome: 'refused', code: refusalBy(state) };
}

function refusalBy(state: ReturnType<typeof archiveState>): ErrorCode {
	return state === 'archived' || state === 'restoring' ? state : 'restore_refused';
}
