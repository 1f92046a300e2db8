import { parseObjectKey } from '../domain/object-key.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ListedUpload, ListedVersion, ObjectStore } from '../ports/object-store.ts';

export interface OrphanDeps {
	readonly catalog: Pick<Catalog, 'ledger'>;
	readonly store: ObjectStore;
}

/** Objects compared with the catalog at a time; S3 takes at most a thousand deletions in one request. */
const PAGE = 500;

/** Those that no row names and no upload on its way will become. A delete marker is always an orphan. */
export async function orphansOf(
	{ catalog }: OrphanDeps,
	objects: readonly ListedVersion[],
): Promise<readonly ListedVersion[]> {
	const named = await catalog.ledger.named(objects);
	const unnamed = objects.filter((object) => object.isMarker || !named.has(object));
	const pending = await catalog.ledger.pending(unnamed.map(({ key }) => uploadIdOf(key)));
	return unnamed.filter(({ key, isMarker }) => isMarker || !pending.has(uploadIdOf(key)));
}

/** Uploads in parts that no upload on its way is sent by. */
export async function forgottenParts(
	{ catalog }: OrphanDeps,
	uploads: readonly ListedUpload[],
): Promise<readonly ListedUpload[]> {
	const open = await catalog.ledger.openParts(uploads.map(({ key }) => uploadIdOf(key)));
	return uploads.filter(({ multipartId }) => !open.has(multipartId));
}

function uploadIdOf(key: string): string {
	return parseObjectKey(key)?.versionId ?? '';
}

export async function* pagesOf<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
	let page: Item[] = [];
	for await (const item of items) {
		page.push(item);
		if (page.length < PAGE) continue;
		yield page;
		page = [];
	}
	if (page.length > 0) yield page;
}
