import type { StoredEntry, StoredFile } from '../domain/entry.ts';
import type { ObjectVersion } from '../ports/object-store.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { cancelItemsOf } from '../restoring/settle-items.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { EraseDeps } from './erase-deps.ts';

/** Entries erased at a time: with two versions and two derivatives each they fill one S3 request. */
const ERASE_MAX = 200;
/** S3 takes at most this many in one request. */
const DELETE_MAX = 1000;

export interface Erasing {
	readonly ownerId: string;
	/** Asked between steps, which take at most some seconds each: false means stop. */
	readonly hasTimeLeft: () => boolean;
}

/**
 * [Note: Deleting forever] Hidden in the database, deleted in S3, erased in the database: in that
 * order, always. So at no moment does a row name bytes that are gone, unless it is on its way out and
 * says so; and no step needs to know how far an earlier attempt came, so each may be repeated.
 *
 * Takes away an entry of the purge folder with everything below it, the deepest first. Answers false
 * if something is left: for want of time, or because S3 kept it.
 */
export async function eraseEntry(
	deps: EraseDeps,
	root: StoredEntry,
	{ ownerId, hasTimeLeft }: Erasing,
): Promise<boolean> {
	if (root.kind === 'file') return eraseFiles(deps, ownerId, [root]);
	const way: StoredEntry[] = [root];
	for (let folder = way.at(-1); folder !== undefined; folder = way.at(-1)) {
		if (!hasTimeLeft()) return false;
		const page = await deps.catalog.lists.folder(ownerId, {
			folderId: folder.id,
			sort: 'name',
			limit: ERASE_MAX,
		});
		const children = page.map(({ item }) => item);
		const files = children.filter((child) => child.kind === 'file');
		const [deeper] = children.filter((child) => child.kind === 'folder');
		if (deeper !== undefined) {
			way.push(deeper);
		} else if (files.length > 0) {
			if (!(await eraseFiles(deps, ownerId, files))) return false;
		} else {
			await eraseFolder(deps, ownerId, folder);
			way.pop();
		}
	}
	return true;
}

async function eraseFolder({ catalog }: EraseDeps, ownerId: string, folder: StoredEntry) {
	await catalog.withLockedOwner(ownerId, ({ entries }) => entries.erase([folder]));
}

/** Answers true if nothing of them is left. */
async function eraseFiles(
	deps: EraseDeps,
	ownerId: string,
	files: readonly StoredFile[],
): Promise<boolean> {
	const { catalog, store } = deps;
	const entryIds = files.map(({ id }) => id);
	const { versions, objects } = await catalog.withLockedOwner(ownerId, async (repositories) => {
		const found = await repositories.versions.ofEntries(ownerId, entryIds);
		const ids = found.map(({ id }) => id);
		await repositories.versions.markDeleting(ownerId, ids);
		const pictures = await repositories.derivatives.ofVersions(ownerId, ids);
		const objects = [
			...found.map((version) => objectOf(version.id, version)),
			...pictures.map((picture) => objectOf(picture.versionId, picture)),
		];
		return { versions: found, objects };
	});
	crashPoint('purge.afterMark');
	const kept = new Set<string>();
	for (let i = 0; i < objects.length; i += DELETE_MAX) {
		const refused = await store.deleteVersions(objects.slice(i, i + DELETE_MAX));
		for (const object of refused) kept.add(object.versionId);
	}
	crashPoint('purge.afterDelete');
	const gone = versions.filter(({ id }) => !kept.has(id));
	await catalog.withLockedOwner(ownerId, async (repositories) => {
		// Another run may have been faster: each version gives its bytes back once.
		const ids = gone.map(({ id }) => id);
		const still = [...(await repositories.versions.getMany(ownerId, ids)).values()];
		await repositories.derivatives.erase(ownerId, ids);
		await repositories.versions.erase(ownerId, ids);
		await cancelItemsOf({ ...deps, repositories }, ownerId, ids);
		await repositories.users.charge(ownerId, { usedBytes: -sumOf(still) });
		const left = await repositories.versions.ofEntries(ownerId, entryIds);
		const leftIds = new Set(left.map(({ entryId }) => entryId));
		await repositories.entries.erase(files.filter(({ id }) => !leftIds.has(id)));
	});
	crashPoint('purge.afterErase');
	return kept.size === 0;
}

interface DeletedObject extends ObjectVersion {
	/** Whose row stays if S3 keeps this one. */
	readonly versionId: string;
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
