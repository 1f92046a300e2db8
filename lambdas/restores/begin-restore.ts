import type { RequestOf } from '#contract/endpoint';
import type * as contract from '#contract/restores';
import { createHash } from 'node:crypto';
import { NOTHING_BILLED, type StoredRestoreJob } from '../domain/restore.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { advanceJob } from './internal/advance-job.ts';
import { addVersions } from './internal/find-files.ts';
import { presentRestoreJob } from './internal/present-job.ts';
import { findTargets } from './internal/targets.ts';

export const beginRestore: UseCase<RestoresDeps, typeof contract.beginRestore> = async (
	deps,
	caller,
	input,
) => {
	const { ownerId } = caller;
	const { id, targets } = input;
	const requestHash = hashOf(input);
	const { job, isNew } = await deps.catalog.withLockedVault(caller, async (repositories, vault) => {
		const { restores } = repositories;
		const known = await restores.get(ownerId, id);
		if (known !== undefined) return { job: known, isNew: false };
		const { folderIds, versions } = await findTargets(repositories, vault, targets);
		const begun = newJob(ownerId, { ...input, requestHash, now: deps.clock.now() });
		await restores.insert(begun);
		await restores.addFolders(begun, folderIds);
		const found = await addVersions({ ...deps, repositories }, begun, versions);
		await restores.update(found);
		return { job: found, isNew: true };
	});
	if (!job.requestHash.equals(requestHash)) throw new VaultError('idempotency_mismatch');
	const advanced = await advanceJob(deps, job);
	if (isNew && advanced.state === 'refused' && advanced.refusal !== null) {
		// Said here and now: a job that never was needs no line in a list.
		await deps.catalog.withLockedVault(caller, ({ restores }) => restores.erase(ownerId, id));
		throw new VaultError('restore_refused', { reason: advanced.refusal });
	}
	return { job: presentRestoreJob(advanced) };
};

interface NewJob extends RequestOf<typeof contract.beginRestore> {
	readonly days: number;
	readonly requestHash: Buffer;
	readonly now: Date;
}

function newJob(ownerId: string, { id, tier, days, requestHash, now }: NewJob): StoredRestoreJob {
	return {
		ownerId,
		id,
		requestHash,
		tier,
		days,
		state: 'finding',
		refusal: null,
		counts: { waiting: 0, restoring: 0, ready: 0, failed: 0, cancelled: 0 },
		slower: 0,
		totalBytes: 0,
		readyBytes: 0,
		billed: NOTHING_BILLED,
		estimatedUsd: null,
		readyAbout: null,
		createdAt: now,
		finishedAt: null,
	};
}

function hashOf({ targets, tier, days }: RequestOf<typeof contract.beginRestore>): Buffer {
	const named = targets.map(({ entryId, versionId }) => [entryId, versionId ?? null]);
	return createHash('sha256')
		.update(JSON.stringify([named, tier, days]))
		.digest();
}
