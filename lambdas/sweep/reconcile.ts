import { ORPHAN_GRACE_SECONDS } from '#contract/limits';
import { keyPrefixes, parseObjectKey } from '../domain/object-key.ts';
import { forgottenParts, orphansOf, pagesOf } from '../orphans/find-orphans.ts';
import { hiddenAmong, lastCopies } from '../orphans/surplus.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';

export interface ReconcileDeps {
	readonly catalog: Catalog;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
	/** What is younger is left alone; see `ORPHAN_GRACE_SECONDS`. */
	readonly graceSeconds?: number;
}

export interface Reconciled {
	/** Versions and markers looked at. */
	readonly compared: number;
	/** Orphaned, and taken away. */
	readonly removed: number;
	/** Versions that a row names, below a newer one. */
	readonly hidden: number;
	/** Perhaps the last copies of files whose named version S3 does not have: left for a person to look at. */
	readonly spared: number;
	/** Uploads in parts that no row names any more. */
	readonly aborted: number;
	/** Orphaned, but not of a shape that we ever make: left for a person to look at. */
	readonly strange: number;
	/** False where the time was up first. */
	readonly complete: boolean;
}

/**
 * Takes away what lies in the bucket and is orphaned. A key is made for one upload, and an upload that
 * is over never comes back, so what has no owner now will never have one; what may still be on its way
 * is younger than the grace.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
	const counts = {
		compared: 0,
		removed: 0,
		hidden: 0,
		spared: 0,
		aborted: 0,
		strange: 0,
		complete: true,
	};
	const grace = (deps.graceSeconds ?? ORPHAN_GRACE_SECONDS) * 1000;
	const oldEnough = new Date(deps.clock.now().getTime() - grace);
	for (const prefix of Object.values(keyPrefixes)) {
		for await (const page of pagesOf(deps.store.listVersions(prefix))) {
			if (!deps.hasTimeLeft()) return { ...counts, complete: false };
			counts.compared += page.length;
			counts.hidden += (await hiddenAmong(deps, page)).length;
			const orphans = await orphansOf(
				deps,
				page.filter(({ modifiedAt }) => modifiedAt < oldEnough),
			);
			const [ours, strange] = split(orphans);
			counts.strange += strange.length;
			crashPoint('reconcile.afterCheck');
			const spared = await lastCopies(deps, ours);
			counts.spared += spared.size;
			const going = await orphansOf(
				deps,
				ours.filter((each) => !spared.has(each)),
			);
			const kept = await deps.store.deleteVersions(going);
			counts.removed += going.length - kept.length;
		}
	}
	// A derivative is sent whole, and our role could not abort one: the lifecycle does.
	for await (const page of pagesOf(deps.store.listOpenUploads(keyPrefixes.originals))) {
		if (!deps.hasTimeLeft()) return { ...counts, complete: false };
		const old = page.filter(({ startedAt }) => startedAt < oldEnough);
		const forgotten = await forgottenParts(deps, old);
		for (const upload of forgotten) await deps.store.abortParts(upload);
		counts.aborted += forgotten.length;
	}
	return counts;
}

function split(
	orphans: readonly ListedVersion[],
): [ours: readonly ListedVersion[], strange: readonly ListedVersion[]] {
	const isOurs = ({ key }: ListedVersion) => parseObjectKey(key) !== undefined;
	return [orphans.filter(isOurs), orphans.filter((each) => !isOurs(each))];
}
