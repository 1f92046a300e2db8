import type { Repositories } from '../ports/catalog.ts';
import type { ObjectVersion } from '../ports/object-store.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { cancelItemsOf } from '../restoring/settle-items.ts';
import type { EraseDeps } from './erase-deps.ts';

/** An object to be deleted, and whose row stays if S3 keeps it. */
export interface DeletedObject extends ObjectVersion {
	readonly versionId: string;
}

/** From now on their bytes may be gone. Answers what S3 holds of them, pictures included. */
export async function markDeleting(
	repositories: Repositories,
	ownerId: string,
	versions: readonly StoredVersion[],
): Promise<readonly DeletedObject[]> {
	const ids = versions.map(({ id }) => id);
	await repositories.versions.markDeleting(ownerId, ids);
	const pictures = await repositories.derivatives.ofVersions(ownerId, ids);
	return [
		...versions.map((version) => objectOf(version.id, version)),
		...pictures.map((picture) => objectOf(picture.versionId, picture)),
	];
}

/** Takes away the rows of versions whose bytes are gone. Repeatable: each gives its bytes back once. */
export async function eraseRows(
	deps: Pick<EraseDeps, 'clock' | 'newId'>,
	repositories: Repositories,
	{ ownerId, ids }: { readonly ownerId: string; readonly ids: readonly string[] },
): Promise<void> {
	// Another run may have been faster.
	const still = [...(await repositories.versions.getMany(ownerId, ids)).values()];
	const freedBytes = await repositories.derivatives.erase(ownerId, ids);
	await repositories.versions.erase(ownerId, still);
	await cancelItemsOf({ ...deps, repositories }, ownerId, ids);
	await repositories.users.charge(ownerId, {
		usedBytes: -sumOf(still),
		fileCount: -still.length,
		derivativeBytes: -freedBytes,
	});
}

interface Stored {
	readonly objectKey: string;
	readonly s3VersionId: string;
}

function objectOf(versionId: string, { objectKey, s3VersionId }: Stored): DeletedObject {
	return { key: objectKey, objectVersionId: s3VersionId, versionId };
}

function sumOf(versions: readonly StoredVersion[]): number {
	return versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
