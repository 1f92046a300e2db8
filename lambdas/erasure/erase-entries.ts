import type { StoredEntry, StoredFile } from '../domain/entry.ts';
import { isTopFolder } from '../domain/vault.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { EraseDeps } from './erase-deps.ts';
import { eraseRows, markDeleting } from './erase-versions.ts';

/** Entries erased at a time. */
export const ERASE_MAX = 200;
/** Versions erased at a time: with two derivatives each they fill one S3 request, which takes 1,000 objects. */
const VERSIONS_MAX = 330;

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
 * Takes away entries of the purge folder with everything below them, files many at a time and folders the
 * deepest first. Answers those of which something is left: for want of time, or because S3 kept it.
 */
export async function eraseEntries(
	deps: EraseDeps,
	roots: readonly StoredEntry[],
	erasing: Erasing,
): Promise<readonly StoredEntry[]> {
	const left: StoredEntry[] = [];
	const files = roots.filter((root) => root.kind === 'file');
	for (let i = 0; i < files.length; i += ERASE_MAX) {
		left.push(...(await eraseFiles(deps, files.slice(i, i + ERASE_MAX), erasing)));
	}
	for (const folder of roots.filter((root) => root.kind === 'folder')) {
		if (!(await eraseTree(deps, folder, erasing))) left.push(folder);
	}
	return left;
}

/** Answers true if nothing of it is left. */
async function eraseTree(deps: EraseDeps, root: StoredEntry, erasing: Erasing): Promise<boolean> {
	const { ownerId, hasTimeLeft } = erasing;
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
			if ((await eraseFiles(deps, files, erasing)).length > 0) return false;
		} else {
			await eraseFolder(deps, ownerId, folder);
			way.pop();
		}
	}
	return true;
}

async function eraseFolder({ catalog }: EraseDeps, ownerId: string, folder: StoredEntry) {
	await catalog.withLockedOwner(ownerId, async ({ entries, users }, vault) => {
		// Another run may have been faster: each folder is counted down once.
		if ((await entries.get(ownerId, folder.id)) === undefined) return;
		await entries.erase([folder]);
		if (!isTopFolder(vault, folder.id)) await users.charge(ownerId, { folderCount: -1 });
	});
}

/** Answers those of which something is left. A file with thousands of versions takes several rounds. */
async function eraseFiles(
	deps: EraseDeps,
	files: readonly StoredFile[],
	{ ownerId, hasTimeLeft }: Erasing,
): Promise<readonly StoredFile[]> {
	let left = files;
	while (left.length > 0 && hasTimeLeft()) {
		const round = await eraseVersions(deps, ownerId, left);
		left = round.left;
		if (round.isKept) break;
	}
	return left;
}

interface Round {
	readonly left: readonly StoredFile[];
	/** S3 did not give something up: another round would only meet it again. */
	readonly isKept: boolean;
}

/** Takes away some versions of these files, and the files that have none any more. */
async function eraseVersions(
	deps: EraseDeps,
	ownerId: string,
	files: readonly StoredFile[],
): Promise<Round> {
	const { catalog, store } = deps;
	const entryIds = files.map(({ id }) => id);
	const { versions, objects } = await catalog.withLockedOwner(ownerId, async (repositories) => {
		const found = await repositories.versions.ofEntries(ownerId, entryIds, VERSIONS_MAX);
		return { versions: found, objects: await markDeleting(repositories, ownerId, found) };
	});
	crashPoint('purge.afterMark');
	const refused = objects.length === 0 ? [] : await store.deleteVersions(objects);
	const kept = new Set(refused.map(({ versionId }) => versionId));
	crashPoint('purge.afterDelete');
	const gone = versions.filter(({ id }) => !kept.has(id));
	const left = await catalog.withLockedOwner(ownerId, async (repositories) => {
		await eraseRows(deps, repositories, { ownerId, ids: gone.map(({ id }) => id) });
		const others = await repositories.versions.ofEntries(ownerId, entryIds, VERSIONS_MAX);
		// In the order of the files: behind the last of a full page there may be more.
		const lastId = others.length === VERSIONS_MAX ? others.at(-1)?.entryId : undefined;
		const otherIds = new Set(others.map(({ entryId }) => entryId));
		const hasMore = ({ id }: StoredFile) =>
			otherIds.has(id) || (lastId !== undefined && id > lastId);
		await repositories.entries.erase(files.filter((file) => !hasMore(file)));
		crashPoint('purge.beforeErase');
		return files.filter(hasMore);
	});
	crashPoint('purge.afterErase');
	return { left, isKept: kept.size > 0 };
}
