import { SURPLUS_CHECK_SECONDS } from '#contract/limits';
import { hiddenAmong, removeSurplus } from '../orphans/surplus.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { ListedVersion, ObjectStore, VersionMarker } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';

export interface SurplusSweepDeps {
	readonly catalog: Pick<Catalog, 'ledger' | 'surplusChecks'>;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
}

export interface SurplusSwept {
	/** Versions and markers that no row names. */
	readonly removed: number;
	/** Versions that a row names, below a newer one. */
	readonly hidden: number;
	/** Perhaps the last copies of files whose named version S3 does not have. */
	readonly spared: number;
	/** Surplus, and kept by S3: looked at again later. */
	readonly kept: number;
}

/** Keys looked at in one go. */
const PAGE = 500;

/** Looks once at each key that nothing can be sent to any more. See [Note: Surplus versions]. */
export async function sweepSurplus(deps: SurplusSweepDeps): Promise<SurplusSwept> {
	const total = { removed: 0, hidden: 0, spared: 0, kept: 0 };
	while (deps.hasTimeLeft()) {
		const now = deps.clock.now();
		const keys = await deps.catalog.surplusChecks.due(now, PAGE);
		if (keys.length === 0) break;
		for (const [prefix, own] of Map.groupBy(keys, ownersPrefix)) {
			const { removed, hidden, spared, kept } = await checkKeys(deps, prefix, own.toSorted());
			total.removed += removed;
			total.hidden += hidden;
			total.spared += spared;
			total.kept += kept.length;
			crashPoint('surplus.afterRemoval');
			const later = new Date(now.getTime() + SURPLUS_CHECK_SECONDS * 1000);
			await deps.catalog.surplusChecks.plan(kept, later);
			await deps.catalog.surplusChecks.done(own, now);
		}
	}
	return total;
}

async function checkKeys(deps: SurplusSweepDeps, prefix: string, keys: readonly string[]) {
	const kept: string[] = [];
	let removed = 0;
	let hidden = 0;
	let spared = 0;
	for await (const versions of versionsOf(deps.store, prefix, keys)) {
		hidden += (await hiddenAmong(deps, versions)).length;
		const removal = await removeSurplus(deps, versions);
		removed += removal.removed;
		spared += removal.spared;
		kept.push(...removal.kept.map(({ key }) => key));
	}
	return { removed, hidden, spared, kept };
}

/** `u/{owner}/` or `d/{owner}/`: within it, ids made one after the other lie next to each other. */
function ownersPrefix(key: string): string {
	return key.split('/', 2).join('/') + '/';
}

/**
 * Versions of these keys, which are sorted. A page of S3 is a thousand versions wherever it begins, so it
 * serves all keys it reaches; the next one begins at the first key it did not.
 */
async function* versionsOf(
	store: ObjectStore,
	prefix: string,
	keys: readonly string[],
): AsyncGenerator<readonly ListedVersion[]> {
	const wanted = new Set(keys);
	let i = 0;
	let from = before(keys[0] ?? '');
	while (i < keys.length) {
		const { versions, next } = await store.pageOfVersions(prefix, from);
		yield versions.filter(({ key }) => wanted.has(key));
		if (next === undefined) return;
		while (i < keys.length && (keys[i] ?? '') < next.key) i += 1;
		// A key with more versions than a page goes on in its middle.
		from = keys[i] === next.key ? next : before(keys[i] ?? '');
	}
}

/** S3 begins behind a marker, so this one stands just before the key, and before few others. */
function before(key: string): VersionMarker {
	return { key: key.slice(0, -1) };
}
