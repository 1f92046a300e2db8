import type { StoredFile } from '../domain/entry.ts';
import { onBehalfOf } from '../ports/caller.ts';
import type { Repositories } from '../ports/catalog.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';

/** The files that uploads became, by upload id. One that is deleted forever, or on its way out, is left out. */
export async function storedFiles(
	repositories: Pick<Repositories, 'users' | 'versions' | 'entries' | 'tree'>,
	ownerId: string,
	uploadIds: readonly string[],
): Promise<ReadonlyMap<string, StoredFile>> {
	const files = new Map<string, StoredFile>();
	if (uploadIds.length === 0) return files;
	const vault = await repositories.users.vaultOf(onBehalfOf(ownerId));
	const came = [...(await repositories.versions.getMany(ownerId, uploadIds)).values()];
	const ids = came.map(({ entryId }) => entryId);
	const visible = await visibleEntries(repositories, vault, ids);
	for (const { id, entryId } of came) {
		const entry = visible.get(entryId)?.entry;
		if (entry?.kind === 'file') files.set(id, entry);
	}
	return files;
}
