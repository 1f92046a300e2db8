import type * as contract from '#contract/restores';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { RestoresDeps } from './deps.ts';
import { advanceJob } from './internal/advance-job.ts';
import { addVersions } from './internal/find-files.ts';
import { hashOfRequest } from './internal/hash-of-request.ts';
import { newJob } from './internal/new-job.ts';
import { presentRestoreJob } from './internal/present-job.ts';
import { findTargets } from './internal/targets.ts';

export const beginRestore: UseCase<RestoresDeps, typeof contract.beginRestore> = async (
	deps,
	caller,
	input,
) => {
	const { ownerId } = caller;
	const { id, targets } = input;
	const requestHash = hashOfRequest('restore', input);
	const { job, isNew, vault } = await deps.catalog.withLockedVault(
		caller,
		async (repositories, locked) => {
			const { restores } = repositories;
			const known = await restores.get(ownerId, id);
			if (known !== undefined) return { job: known, isNew: false, vault: locked };
			const { folderIds, versions } = await findTargets(repositories, locked, input);
			const begun = newJob(ownerId, { ...input, requestHash, now: deps.clock.now() });
			await restores.insert(begun);
			await restores.addTargets(begun, targets);
			await restores.addFolders(begun, folderIds);
			const found = await addVersions({ ...deps, repositories }, begun, versions);
			await restores.update(found);
			return { job: found, isNew: true, vault: locked };
		},
	);
	if (!job.requestHash.equals(requestHash)) throw new VaultError('idempotency_mismatch');
	crashPoint('restore.afterBegin');
	// A person waits for this answer: the rest is for the calls that follow it.
	const advanced = await advanceJob(deps, job, 'first asked');
	if (isNew && advanced.state === 'refused' && advanced.refusal !== null) {
		// Said here and now: a job that never was needs no line in a list.
		await deps.catalog.withLockedVault(caller, ({ restores }) => restores.erase(ownerId, id));
		throw new VaultError('restore_refused', { reason: advanced.refusal });
	}
	return { job: await presentRestoreJob(deps.catalog, vault, advanced) };
};
