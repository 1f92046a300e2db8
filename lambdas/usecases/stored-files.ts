import type { StoredFile } from '../domain/entry.ts';
import type { Nouns } from '../ports/catalog.ts';

/** The files that uploads became, by upload id. One whose file is gone for ever is left out. */
export async function storedFiles(
	{ versions, entries }: Pick<Nouns, 'versions' | 'entries'>,
	ownerId: string,
	uploadIds: readonly string[],
): Promise<ReadonlyMap<string, StoredFile>> {
	const came = [...(await versions.getMany(ownerId, uploadIds)).values()].filter(
		({ state }) => state === 'ready',
	);
	const found = await entries.getMany(
		ownerId,
		came.map(({ entryId }) => entryId),
	);
	const files = new Map<string, StoredFile>();
	for (const { id, entryId } of came) {
		const entry = found.get(entryId);
		if (entry?.kind === 'file') files.set(id, entry);
	}
	return files;
}
