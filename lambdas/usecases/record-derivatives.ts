import { DERIVATIVE_MAX_BYTES } from '#contract/limits';
import type * as contract from '#contract/uploads';
import type { DerivativeKind } from '#contract/uploads';
import { crashPoint } from '../domain/crash-point.ts';
import { inParallel } from '../domain/in-parallel.ts';
import { derivativeKey } from '../domain/object-key.ts';
import type { Nouns } from '../ports/catalog.ts';
import type { Derivative } from '../ports/derivatives.ts';
import { derivativeOwners } from './derivative-owners.ts';
import { S3_PARALLEL, type FinishDeps } from './uploads-deps.ts';
import type { UseCase } from './use-case.ts';

interface DerivativeName {
	readonly versionId: string;
	readonly kind: DerivativeKind;
}

export const recordDerivatives: UseCase<FinishDeps, typeof contract.recordDerivatives> = async (
	deps,
	{ ownerId },
	{ derivatives },
) => {
	await deps.catalog.users.vaultOf(ownerId);
	const recorded = await recordArrived(deps, ownerId, derivatives);
	return {
		derivatives: derivatives.map(({ versionId, kind }) => {
			const outcome = recorded.has(nameOf({ versionId, kind })) ? 'recorded' : 'missing';
			return { versionId, kind, outcome };
		}),
	};
};

/** Looks in S3 for these pictures and notes the ones that are there, and small enough. Answers `nameOf` each noted one. */
export async function recordArrived(
	{ catalog, store }: Pick<FinishDeps, 'catalog' | 'store'>,
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
		const object = await store.look(objectKey);
		if (object === undefined || object.sizeBytes > DERIVATIVE_MAX_BYTES[kind]) return [];
		const { objectVersionId: s3VersionId, sizeBytes, contentType } = object;
		const { entryId } = owner;
		return [{ ownerId, entryId, versionId, kind, objectKey, s3VersionId, sizeBytes, contentType }];
	});
	crashPoint('derivative.afterLook');
	const found = looked.flat();
	if (found.length === 0) return noted;
	const added = await catalog.change(ownerId, (nouns) => note(nouns, ownerId, found));
	return noted.union(added);
}

function nameOf({ versionId, kind }: DerivativeName): string {
	return `${versionId} ${kind}`;
}

/** What the pictures are of may have been deleted since we looked: then they are nobody's. */
async function note(
	nouns: Nouns,
	ownerId: string,
	found: readonly Derivative[],
): Promise<ReadonlySet<string>> {
	const ids = found.map(({ versionId }) => versionId);
	const owners = await derivativeOwners(nouns, ownerId, ids);
	const kept = found.flatMap((derivative) => {
		const owner = owners.get(derivative.versionId);
		return owner === undefined ? [] : [{ ...derivative, entryId: owner.entryId }];
	});
	for (const derivative of kept) await nouns.derivatives.insert(derivative);
	const entries = await nouns.entries.getMany(
		ownerId,
		kept.map(({ entryId }) => entryId),
	);
	for (const [entryId, pictures] of Map.groupBy(kept, (each) => each.entryId)) {
		const file = entries.get(entryId);
		if (file?.kind !== 'file') continue;
		const shows = (kind: DerivativeKind) =>
			pictures.some((each) => each.versionId === file.versionId && each.kind === kind);
		const hasThumb = file.hasThumb || shows('thumb');
		const hasPreview = file.hasPreview || shows('preview');
		if (hasThumb === file.hasThumb && hasPreview === file.hasPreview) continue;
		// The file itself has not changed, so its `rev` and its time stay.
		await nouns.entries.replace(file, { ...file, hasThumb, hasPreview });
	}
	return new Set(kept.map(nameOf));
}
