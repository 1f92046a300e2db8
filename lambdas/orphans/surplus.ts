import type { Catalog } from '../ports/catalog.ts';
import type { ListedVersion, ObjectStore, ObjectVersion } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';

export interface SurplusDeps {
	readonly catalog: Pick<Catalog, 'ledger'>;
	readonly store: Pick<ObjectStore, 'deleteVersions' | 'listVersions'>;
}

export interface Removal {
	readonly removed: number;
	/** Surplus as well, but S3 did not give them up. */
	readonly kept: readonly ObjectVersion[];
	/** Spared, because S3 does not have the version that the row names. */
	readonly spared: number;
}

/** S3 takes at most this many in one request. */
const DELETE_MAX = 1000;

/**
 * [Note: Surplus versions] A form that is sent twice, because an answer was lost, stores two versions of one
 * key, and the row names one of them. The other one is surplus; the rules of the bucket must not decide which
 * (resources/vault-bucket.yml). Three look for it, each able to do without the others: the event of the
 * version itself, the sweep once a form is good for nothing any more, and the daily comparison.
 *
 * Deleting needs no lock. A row names its version from its first day to its last, and an upload that is over never
 * comes back: what is surplus once is surplus for ever. So the catalog is asked right before, and never less. And
 * where S3 has lost what the row names, the surplus version may be the last copy of the file: it is spared.
 */
export async function removeSurplus(
	{ catalog, store }: SurplusDeps,
	objects: readonly ObjectVersion[],
): Promise<Removal> {
	const surplus = await catalog.ledger.surplus(objects);
	const spared = await lastCopies({ catalog, store }, surplus);
	const going = surplus.filter((object) => !spared.has(object));
	if (going.length > 0) crashPoint('surplus.afterCheck');
	const kept: ObjectVersion[] = [];
	for (let i = 0; i < going.length; i += DELETE_MAX) {
		kept.push(...(await store.deleteVersions(going.slice(i, i + DELETE_MAX))));
	}
	return { removed: going.length - kept.length, kept, spared: spared.size };
}

/** Those of a key whose row names a version that S3 does not have. Asks S3 once for each key. */
export async function lastCopies(
	{ catalog, store }: SurplusDeps,
	objects: readonly ObjectVersion[],
): Promise<ReadonlySet<ObjectVersion>> {
	const spared = new Set<ObjectVersion>();
	const named = await catalog.ledger.readable(objects.map(({ key }) => key));
	for (const [key, own] of Map.groupBy(objects, (object) => object.key)) {
		const namedVersion = named.get(key);
		if (namedVersion === undefined) continue;
		if (await holds(store, { key, objectVersionId: namedVersion })) continue;
		for (const object of own) spared.add(object);
	}
	return spared;
}

/** By listing, which tells what is archived and what a role may not read from what is absent. */
export async function holds(
	store: Pick<ObjectStore, 'listVersions'>,
	{ key, objectVersionId }: ObjectVersion,
): Promise<boolean> {
	for await (const each of store.listVersions(key)) {
		if (each.key === key && each.objectVersionId === objectVersionId) return true;
	}
	return false;
}

/** Those that a row names although S3 calls them noncurrent: something lies on top of them. */
export async function hiddenAmong(
	{ catalog }: Pick<SurplusDeps, 'catalog'>,
	versions: readonly ListedVersion[],
): Promise<readonly ListedVersion[]> {
	const noncurrent = versions.filter(({ isCurrent, isMarker }) => !isCurrent && !isMarker);
	const named = await catalog.ledger.named(noncurrent);
	return noncurrent.filter((version) => named.has(version));
}
