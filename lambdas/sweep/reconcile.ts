import { ORPHAN_GRACE_SECONDS } from '#contract/limits';
import { keyPrefixes, parseObjectKey } from '../domain/object-key.ts';
import { GhostFinder } from '../orphans/find-ghosts.ts';
import { COMPARED_AT_ONCE, forgottenParts, orphansOf } from '../orphans/find-orphans.ts';
import { hiddenAmong, lastCopies } from '../orphans/surplus.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { ComparisonRepository } from '../ports/comparisons.ts';
import type { NamedObjectRepository } from '../ports/named-objects.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { pagesOf } from '../runtime/pages.ts';
import { DriftTally } from './internal/drift-tally.ts';

export interface ReconcileDeps {
	readonly catalog: Catalog;
	readonly namedObjects: NamedObjectRepository;
	readonly comparisons: Pick<ComparisonRepository, 'record'>;
	readonly store: ObjectStore;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
	/** Whose prices are reckoned with. */
	readonly region: string;
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
	/** Rows of files and derivatives that name what S3 does not have. See [Note: Ghosts]. */
	readonly ghosts: number;
	/** False where the time was up first. */
	readonly complete: boolean;
}

/**
 * Takes away what lies in the bucket and is orphaned. A key is made for one upload, and an upload that
 * is over never comes back, so what has no owner now will never have one; what may still be on its way
 * is younger than the grace. The other way round it finds rows without their objects: see [Note: Ghosts].
 *
 * What it found is kept for the health page, once it has reached the end.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
	const tally = new DriftTally(deps.region);
	const done = { removed: 0, aborted: 0 };
	const comparedAt = deps.clock.now();
	const oldEnough = new Date(
		comparedAt.getTime() - (deps.graceSeconds ?? ORPHAN_GRACE_SECONDS) * 1000,
	);
	for (const kind of ['derivatives', 'originals'] as const) {
		const ghosts = new GhostFinder(deps, kind);
		for await (const page of pagesOf(
			deps.store.listVersions(keyPrefixes[kind]),
			COMPARED_AT_ONCE,
		)) {
			if (!deps.hasTimeLeft()) return resultOf(tally, done, false);
			tally.count('compared', page.length);
			tally.objects('hidden', await hiddenAmong(deps, page));
			done.removed += await removeOrphans(deps, { page, oldEnough, tally });
			tally.ghosts(await ghosts.among(page));
		}
		tally.ghosts(await ghosts.behind());
	}
	// A derivative is sent whole, and our role could not abort one: the lifecycle does.
	for await (const page of pagesOf(
		deps.store.listOpenUploads(keyPrefixes.originals),
		COMPARED_AT_ONCE,
	)) {
		if (!deps.hasTimeLeft()) return resultOf(tally, done, false);
		const old = page.filter(({ startedAt }) => startedAt < oldEnough);
		const forgotten = await forgottenParts(deps, old);
		for (const upload of forgotten) await deps.store.abortParts(upload);
		done.aborted += forgotten.length;
	}
	if (!deps.hasTimeLeft()) return resultOf(tally, done, false);
	await deps.comparisons.record({ comparedAt, drift: tally.drift });
	return resultOf(tally, done, true);
}

interface Page {
	readonly page: readonly ListedVersion[];
	readonly oldEnough: Date;
	readonly tally: DriftTally;
}

/** Answers how many. Surplus versions are counted however young they are: their rows are there already. */
async function removeOrphans(
	deps: ReconcileDeps,
	{ page, oldEnough, tally }: Page,
): Promise<number> {
	const unnamed = await orphansOf(deps, page);
	const namedKeys = await deps.catalog.ledger.namedKeys(unnamed.map(({ key }) => key));
	const isSurplus = ({ key, isMarker }: ListedVersion) => !isMarker && namedKeys.has(key);
	tally.objects('surplus', unnamed.filter(isSurplus));
	const old = unnamed.filter(({ modifiedAt }) => modifiedAt < oldEnough);
	tally.objects(
		'orphans',
		old.filter((each) => !isSurplus(each)),
	);
	const [ours, strange] = split(old);
	tally.count('strange', strange.length);
	crashPoint('reconcile.afterCheck');
	const spared = await lastCopies(deps, ours);
	tally.count('spared', spared.size);
	const going = await orphansOf(
		deps,
		ours.filter((each) => !spared.has(each)),
	);
	const kept = await deps.store.deleteVersions(going);
	return going.length - kept.length;
}

function resultOf(
	{ drift }: DriftTally,
	done: Pick<Reconciled, 'removed' | 'aborted'>,
	complete: boolean,
): Reconciled {
	const { compared, hidden, spared, strange, ghosts } = drift;
	return {
		compared,
		...done,
		hidden: hidden.count,
		spared,
		strange,
		ghosts: ghosts.files + ghosts.derivatives,
		complete,
	};
}

function split(
	orphans: readonly ListedVersion[],
): [ours: readonly ListedVersion[], strange: readonly ListedVersion[]] {
	const isOurs = ({ key }: ListedVersion) => parseObjectKey(key) !== undefined;
	return [orphans.filter(isOurs), orphans.filter((each) => !isOurs(each))];
}
