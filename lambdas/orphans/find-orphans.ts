import { parseObjectKey } from '../domain/object-key.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ListedUpload, ListedVersion, ObjectStore } from '../ports/object-store.ts';

export interface OrphanDeps {
	readonly catalog: Pick<Catalog, 'ledger'>;
	readonly store: ObjectStore;
}

/** Objects compared with the catalog at a time; S3 takes at most a thousand deletions in one request. */
export const COMPARED_AT_ONCE = 500;

/** Those that no row names and no upload on its way will become. A delete marker is always an orphan. */
export async function orphansOf(
	{ catalog }: OrphanDeps,
	objects: readonly ListedVersion[],
): Promise<readonly ListedVersion[]> {
	const named = await catalog.ledger.named(objects);
	const unnamed = objects.filter((object) => object.isMarker || !named.has(object));
	const pending = await catalog.ledger.pending(uploadIdsOf(unnamed));
	return unnamed.filter(({ key, isMarker }) => {
		const uploadId = parseObjectKey(key)?.versionId;
		return isMarker || uploadId === undefined || !pending.has(uploadId);
	});
}

/** Uploads in parts that no upload on its way is sent by. */
export async function forgottenParts(
	{ catalog }: OrphanDeps,
	uploads: readonly ListedUpload[],
): Promise<readonly ListedUpload[]> {
	const open = await catalog.ledger.openParts(uploadIdsOf(uploads));
	return uploads.filter(({ multipartId }) => !open.has(multipartId));
}

/** A key that is none of ours belongs to no upload. */
function uploadIdsOf(objects: readonly { readonly key: string }[]): readonly string[] {
	return objects.flatMap(({ key }) => parseObjectKey(key)?.versionId ?? []);
}
