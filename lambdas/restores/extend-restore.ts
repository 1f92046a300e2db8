import { archiveState } from '#contract/archive';
import type { ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import type * as contract from '#contract/restores';
import type { StoredEntry } from '../domain/entry.ts';
import { restoreStep } from '../domain/restore.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { lookAtVersions } from '../restoring/look-at-versions.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';
import type { RestoresDeps } from './deps.ts';

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
	await inParallel(copied, PARALLEL, async (version) => {
		if (restoreStep(version, { tier: 'Bulk', days, now }) !== 'extend') return;
		const object = { key: version.objectKey, objectVersionId: version.s3VersionId };
		// Were the copy gone this very moment, Bulk would make it anew and cost nothing.
		await restorer.restore(object, { tier: 'Bulk', days });
	});
	await lookAtVersions(deps, ownerId, copied);
	const after = await catalog.versions.getMany(ownerId, versionIds);
	return {
		files: targets.map((target) => {
			const versionId = idOf(target);
			const version = versionId === undefined ? undefined : after.get(versionId);
			return extendedOf(target, version, clock.now());
		}),
	};
};

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
