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
import { inParallel } from '../runtime/in-parallel.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { RestoresDeps } from './deps.ts';
import { billedToday } from './internal/billed-today.ts';
import { newJob } from './internal/new-job.ts';

/** Requests to S3 at once. */
const PARALLEL = 10;

type Target = ParsedRequestOf<typeof contract.extendRestore>['targets'][number];
type Extended = ResponseOf<typeof contract.extendRestore>['files'][number];

export const extendRestore: UseCase<RestoresDeps, typeof contract.extendRestore> = async (
	deps,
	caller,
	{ targets, days },
) => {
	const { ownerId } = caller;
	const { catalog, clock, restorer } = deps;
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
	const extended = copied.filter(
		(version) => restoreStep(version, { tier: 'Bulk', days, now }) === 'extend',
	);
	await charge(deps, caller, { versions: extended, days });
	await inParallel(extended, PARALLEL, async (version) => {
		const object = { key: version.objectKey, objectVersionId: version.s3VersionId };
		// Were the copy gone this very moment, Bulk would make it anew and cost nothing.
		await restorer.restore(object, { tier: 'Bulk', days });
	});
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
	readonly versions: readonly StoredVersion[];
	readonly days: number;
}

/**
 * Counts against what a person may restore in a day, as a job that is done: before S3 is asked, so that two calls at once cannot both
 * have what is left. Throws `restore_refused`.
 */
async function charge(
	{ catalog, clock, newId, region, allowance }: RestoresDeps,
	caller: Caller,
	{ versions, days }: Extension,
): Promise<void> {
	if (versions.length === 0) return;
	const { ownerId } = caller;
	const bytes = versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	const billed = { ...NOTHING_BILLED, extended: { files: versions.length, bytes } };
	const asked = { tier: 'Bulk', days } as const;
	await catalog.withLockedVault(caller, async ({ restores }) => {
		const used = await billedToday({ restores }, clock, ownerId);
		const refusal = refusalOf(billed, { ...asked, region, isDeep: false, used, allowance });
		if (refusal !== null) throw new VaultError('restore_refused', { reason: refusal });
		const now = clock.now();
		const job: StoredRestoreJob = {
			...newJob(ownerId, { id: newId(), ...asked, requestHash: Buffer.alloc(32), now }),
			state: 'done',
			counts: { waiting: 0, restoring: 0, ready: versions.length, failed: 0, cancelled: 0 },
			totalBytes: bytes,
			readyBytes: bytes,
			billed,
			estimatedUsd: restorePrice(pricesOf(region), billed, asked).totalUsd,
			finishedAt: now,
		};
		await restores.insert(job);
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
