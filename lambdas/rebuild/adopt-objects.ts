import { storageClass } from '#contract/entries';
import * as v from 'valibot';
import type { StoredEntry, StoredFile, StoredFolder } from '../domain/entry.ts';
import { foldName } from '../domain/fold-name.ts';
import { freeNames } from '../domain/free-names.ts';
import { parseObjectKey } from '../domain/object-key.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { currentVersion } from '../visibility/current-version.ts';
import type { HeldObjects } from './held-objects.ts';
import { notRestored, type VaultPlan } from './plan-vault.ts';
import type { ManifestRows } from './read-rows.ts';

export interface AdoptDeps {
	readonly store: ObjectStore;
	readonly now: Date;
	readonly newId: () => string;
}

/** Requests to S3 at a time. */
const PARALLEL = 25;
const NO_DERIVATIVES: ReadonlySet<never> = new Set();

/**
 * Adds what S3 holds and the manifest does not speak of: what came after it was written. A version of a file that is
 * there becomes its current one; everything else gets a name of its own in a folder at the top. An upload that was
 * given up may be among it: the bucket does not tell.
 */
export async function adoptObjects(
	deps: AdoptDeps,
	rows: Pick<ManifestRows, 'manifest' | 'versions'>,
	plan: VaultPlan,
	originals: HeldObjects,
): Promise<VaultPlan & { readonly recovered: number }> {
	const { ownerId, rootId } = rows.manifest;
	const known = new Set(rows.versions.map(({ objectKey }) => objectKey));
	const fresh = [...originals].flatMap(([key, [newest]]) =>
		known.has(key) || newest === undefined ? [] : [newest],
	);
	const found = await inParallel(fresh, PARALLEL, (object) => versionOf(deps, ownerId, object));
	// By the time they were begun: the last one of a file is its current one.
	const versions = found
		.filter((version) => version !== undefined)
		.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	if (versions.length === 0) return { ...plan, recovered: 0 };

	const entries = new Map<string, StoredEntry>(plan.entries.map((entry) => [entry.id, entry]));
	const isThere = new Set(entries.keys());
	const folder = await recoveryFolder(deps, { ownerId, rootId }, entries);
	for (const version of versions) {
		const file = entries.get(version.entryId);
		if (file?.kind === 'file') {
			entries.set(file.id, {
				...file,
				...currentVersion(version, NO_DERIVATIVES),
				rev: file.rev + 1,
			});
		} else if (file === undefined) {
			entries.set(version.entryId, recoveredFile(version, folder.id, deps.now));
		}
	}
	const isUsed = versions.some(({ entryId }) => !isThere.has(entryId));
	if (isUsed) {
		entries.set(folder.id, folder);
		raise(entries, rootId);
	}
	return {
		...plan,
		entries: [...entries.values()],
		versions: [...plan.versions, ...versions],
		recovered: versions.length,
	};
}

/** Undefined where the key is none of ours, or S3 lost the object meanwhile. */
async function versionOf(
	{ store }: AdoptDeps,
	ownerId: string,
	listed: ListedVersion,
): Promise<StoredVersion | undefined> {
	const place = parseObjectKey(listed.key);
	const object = await store.inspectObjectVersion(listed);
	if (place?.kind !== 'original' || object?.checksum === undefined) return undefined;
	return {
		ownerId,
		entryId: place.entryId,
		id: place.versionId,
		objectKey: listed.key,
		s3VersionId: listed.objectVersionId,
		sizeBytes: object.sizeBytes,
		checksum: object.checksum,
		contentType: object.contentType,
		modifiedAt: null,
		media: null,
		storageClass: v.parse(storageClass, object.storageClass),
		...notRestored,
		state: 'ready',
		createdAt: listed.modifiedAt,
	};
}

async function recoveryFolder(
	{ now, newId }: AdoptDeps,
	{ ownerId, rootId }: { readonly ownerId: string; readonly rootId: string },
	entries: ReadonlyMap<string, StoredEntry>,
): Promise<StoredFolder> {
	const atTop = [...entries.values()].filter(({ parentId }) => parentId === rootId);
	const taken = atTop.map(({ name: each }) => foldName(each));
	const [name = ''] = await freeNames([`Recovered ${dayOf(now)}`], () => Promise.resolve(taken));
	const times = { createdAt: now, updatedAt: now };
	const common = { ownerId, id: newId(), parentId: rootId, name, rev: 0, ...times, trashed: null };
	return { kind: 'folder', ...common, keepsReady: false, heightBound: 0 };
}

function recoveredFile(version: StoredVersion, parentId: string, now: Date): StoredFile {
	const ending = /^\w+\/([\w.-]{1,12})$/.exec(version.contentType)?.[1] ?? 'bin';
	// The end of an id is random, so that no two meet.
	const name = `${dayOf(version.createdAt)} ${version.id.slice(-12)}.${ending}`;
	return {
		kind: 'file',
		ownerId: version.ownerId,
		id: version.entryId,
		parentId,
		name,
		rev: 0,
		createdAt: version.createdAt,
		updatedAt: now,
		trashed: null,
		keepsReady: false,
		...currentVersion(version, NO_DERIVATIVES),
	};
}

/** The top folder has a folder below it now. */
function raise(entries: Map<string, StoredEntry>, rootId: string): void {
	const root = entries.get(rootId);
	if (root?.kind !== 'folder') return;
	entries.set(rootId, { ...root, heightBound: Math.max(1, root.heightBound) });
}

function dayOf(time: Date): string {
	return time.toISOString().slice(0, 10);
}
