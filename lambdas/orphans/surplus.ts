import type { Catalog } from '../ports/catalog.ts';
import type { ListedVersion, ObjectStore, ObjectVersion } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';

export interface SurplusDeps {
	readonly catalog: Pick<Catalog, 'ledger'>;
	readonly store: Pick<ObjectStore, 'deleteVersions'>;
}

export interface Removal {
	readonly removed: number;
	/** Surplus as well, but S3 did not give them up. */
	readonly kept: readonly ObjectVersion[];
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
 * comes back: what is surplus once is surplus for ever. So the catalog is asked right before, and never less.
 */
export async function removeSurplus(
	{ catalog, store }: SurplusDeps,
	objects: readonly ObjectVersion[],
): Promise<Removal> {
	const surplus = await catalog.ledger.surplus(objects);
	if (surplus.length > 0) crashPoint('surplus.afterCheck');
	const kept: ObjectVersion[] = [];
	for (let i = 0; i < surplus.length; i += DELETE_MAX) {
		kept.push(...(await store.deleteVersions(surplus.slice(i, i + DELETE_MAX))));
	}
	return { removed: surplus.length - kept.length, kept };
}

/** How many of these a row names although S3 calls them noncurrent: something lies on top of them. */
export async function countHidden(
	{ catalog }: Pick<SurplusDeps, 'catalog'>,
	versions: readonly ListedVersion[],
): Promise<number> {
	const noncurrent = versions.filter(({ isCurrent, isMarker }) => !isCurrent && !isMarker);
	return (await catalog.ledger.named(noncurrent)).size;
}
