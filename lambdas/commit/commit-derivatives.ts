import { DERIVATIVE_MAX_BYTES } from '#contract/limits';
import type { DerivativeKind } from '#contract/uploads';
import { derivativeKey } from '../domain/object-key.ts';
import { onBehalfOf } from '../ports/caller.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { Derivative } from '../ports/derivatives.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { S3_PARALLEL, type CommitDeps } from './commit-deps.ts';
import { derivativeOwners } from './derivative-owners.ts';
import { planSurplusCheck } from './plan-surplus-check.ts';

export interface DerivativeName {
	readonly versionId: string;
	readonly kind: DerivativeKind;
}

/** Looks in S3 for these pictures and notes the ones that are there as promised. Answers `nameOf` each noted one. */
export async function commitDerivatives(
	{ catalog, store, clock }: Pick<CommitDeps, 'catalog' | 'store' | 'clock'>,
	ownerId: string,
	names: readonly DerivativeName[],
): Promise<ReadonlySet<string>> {
	const ids = names.map(({ versionId }) => versionId);
	const noted = new Set((await catalog.derivatives.ofVersions(ownerId, ids)).map(nameOf));
	const owners = await derivativeOwners(catalog, ownerId, ids);
	const fresh = names.filter((name) => !noted.has(nameOf(name)));
	const looked = await inParallel(fresh, S3_PARALLEL, async ({ versionId, kind }) => {
		const owner = owners.get(versionId);
		if (owner === undefined) return [];
		const objectKey = derivativeKey({ ownerId, versionId }, kind);
		const object = await store.inspectObject(objectKey);
		if (object === undefined || object.sizeBytes > DERIVATIVE_MAX_BYTES[kind]) return [];
		const { objectVersionId: s3VersionId, sizeBytes, contentType, checksum } = object;
		const { entryId } = owner;
		const derivative = { ownerId, entryId, versionId, kind, objectKey, s3VersionId };
		return [{ ...derivative, sizeBytes, contentType, checksum }];
	});
	crashPoint('derivative.afterLook');
	const found = looked.flat();
	if (found.length === 0) return noted;
	const added = await catalog.withLockedVault(onBehalfOf(ownerId), async (repositories) => {
		await planSurplusCheck(
			repositories,
			clock,
			found.map(({ objectKey }) => objectKey),
		);
		return note(repositories, ownerId, found);
	});
	crashPoint('derivative.afterCommit');
	return noted.union(added);
}

export function nameOf({ versionId, kind }: DerivativeName): string {
	return `${versionId} ${kind}`;
}

interface FoundDerivative extends Derivative {
	readonly checksum: string | undefined;
}

/**
 * What the pictures are of may have been deleted since we looked, or another call has noted them. Without a promise, or with
 * other bytes than promised, they are orphaned: see [Note: Promised derivatives].
 */
async function note(
	repositories: Repositories,
	ownerId: string,
	found: readonly FoundDerivative[],
): Promise<ReadonlySet<string>> {
	const ids = found.map(({ versionId }) => versionId);
	const owners = await derivativeOwners(repositories, ownerId, ids);
	const noted = new Set((await repositories.derivatives.ofVersions(ownerId, ids)).map(nameOf));
	const promises = await repositories.derivatives.promisesOf(ownerId, ids);
	const promised = new Map(promises.map((promise) => [nameOf(promise), promise]));
	const kept = found.flatMap(({ checksum, ...derivative }) => {
		const owner = owners.get(derivative.versionId);
		const promise = promised.get(nameOf(derivative));
		if (owner === undefined || promise === undefined) return [];
		if (promise.sha256 !== checksum || promise.sizeBytes !== derivative.sizeBytes) return [];
		return [{ ...derivative, entryId: owner.entryId }];
	});
	await repositories.derivatives.insert(kept);
	const entries = await repositories.entries.getMany(
		ownerId,
		kept.map(({ entryId }) => entryId),
	);
	const isOfCurrent = ({ entryId, versionId }: Derivative) => {
		const file = entries.get(entryId);
		return file?.kind === 'file' && file.versionId === versionId;
	};
	for (const [kind, pictures] of Map.groupBy(kept.filter(isOfCurrent), (each) => each.kind)) {
		const fileIds = pictures.map(({ entryId }) => entryId);
		await repositories.entries.addPictures(ownerId, fileIds, kind);
	}
	return noted.union(new Set(kept.map(nameOf)));
}
