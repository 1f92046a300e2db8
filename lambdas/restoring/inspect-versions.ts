import { archiveState } from '#contract/archive';
import { storageClass } from '#contract/entries';
import * as v from 'valibot';
import { keepStep } from '../domain/keep-ready.ts';
import { readyAboutOf, type RestoreItem } from '../domain/restore.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ObjectStore, StoredObject } from '../ports/object-store.ts';
import type { Storage, StoredVersion } from '../ports/versions.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { settleOpenItems } from './settle-items.ts';

export interface LookDeps {
	readonly catalog: Catalog;
	readonly store: Pick<ObjectStore, 'inspectObjectVersion'>;
	readonly clock: Clock;
	readonly newId: NewId;
}

const PARALLEL = 25;
/** A copy that should be there and is not is looked for again after so long, in milliseconds. */
const LATER_MS = 3600 * 1000;

interface Look {
	readonly version: StoredVersion;
	readonly object: StoredObject | undefined;
	readonly lookedAt: Date;
}

/**
 * [Note: What S3 says of a copy] Asks S3 how these versions of one owner are stored, writes it down, and settles the restores that
 * wait for them. Events of S3 come twice, late, in any order or not at all; so they say only where to look, and the comparison
 * looks at what is overdue by the same function. Of two looks the later one counts, whichever is written first.
 */
export async function inspectVersions(
	deps: LookDeps,
	ownerId: string,
	versions: readonly StoredVersion[],
): Promise<void> {
	const looks = await inParallel(versions, PARALLEL, async (version): Promise<Look> => {
		const lookedAt = deps.clock.now();
		const { objectKey: key, s3VersionId: objectVersionId } = version;
		const object = await deps.store.inspectObjectVersion({ key, objectVersionId });
		return { version, object, lookedAt };
	});
	crashPoint('restore.afterLook');
	await deps.catalog.withLockedOwner(ownerId, async (repositories) => {
		const ids = versions.map(({ id }) => id);
		const current = await repositories.versions.getMany(ownerId, ids);
		const seen = new Map<string, StoredVersion>();
		for (const { version, object, lookedAt } of looks) {
			const now = current.get(version.id);
			// Being deleted, or gone: its deletion ends what waits for it.
			if (object === undefined || now?.state !== 'ready') continue;
			if (now.lookedAt !== null && now.lookedAt > lookedAt) continue;
			const storage = storageOf(now, object, lookedAt);
			await repositories.versions.setStorage(ownerId, [now], storage);
			seen.set(now.id, {
				...now,
				...storage,
				storageClass: storage.storageClass ?? now.storageClass,
			});
		}
		// A copy may have been asked for before it was wished to stay, or while it was.
		const otherwise = [...seen.values()].filter(
			(each) =>
				!['nothing', 'tell'].includes(keepStep(each, each.staysReady === true, deps.clock.now())),
		);
		await repositories.keepChecks.ask(
			ownerId,
			otherwise.map(({ entryId }) => entryId),
		);
		await settleOpenItems({ ...deps, repositories }, ownerId, [...seen.keys()], (item) =>
			settledBy(item, seen.get(item.versionId), deps.clock.now()),
		);
	});
}

function storageOf(version: StoredVersion, object: StoredObject, lookedAt: Date): Storage {
	const known = v.safeParse(storageClass, object.storageClass);
	const storedIn = known.success ? known.output : version.storageClass;
	const base = { storageClass: storedIn, lookedAt };
	switch (object.copy?.state) {
		case undefined:
			return { ...base, restoredUntil: null, readyAbout: null, restoring: null };
		case 'restored':
			return { ...base, restoredUntil: object.copy.until, readyAbout: null, restoring: null };
		case 'restoring': {
			const { readyAbout, restoring } = version;
			const expected =
				readyAbout ?? readyAboutOf({ storageClass: storedIn }, restoring?.tier ?? 'Bulk', lookedAt);
			const later = new Date(lookedAt.getTime() + LATER_MS);
			return {
				...base,
				restoredUntil: null,
				readyAbout: expected > lookedAt ? expected : later,
				restoring,
			};
		}
	}
}

function settledBy(item: RestoreItem, version: StoredVersion | undefined, now: Date): RestoreItem {
	if (version === undefined) return item;
	switch (archiveState(version, now)) {
		case 'available':
			return { ...item, state: 'ready' };
		case 'restored':
			// One that waits may be waiting for more days: its own job asks for them.
			return item.state === 'restoring' ? { ...item, state: 'ready' } : item;
		case 'archived':
			return item.state === 'restoring' ? { ...item, state: 'failed', code: 'archived' } : item;
		case 'restoring':
			return item;
	}
}
