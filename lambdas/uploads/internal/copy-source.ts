import { archiveState } from '#contract/archive';
import type { ErrorCode } from '#contract/errors';
import type { StoredFile } from '../../domain/entry.ts';
import type { Caller } from '../../ports/caller.ts';
import type { Catalog } from '../../ports/catalog.ts';
import type { StoredVersion } from '../../ports/versions.ts';
import { visibleEntries } from '../../visibility/visible-entries.ts';

/** A file whose bytes can be read now, by its current version. */
export interface CopySource {
	readonly file: StoredFile;
	readonly version: StoredVersion;
}

/**
 * By entry. [Note: Copies of archived files] S3 copies what it can read. An archived file is not restored for the sake of a copy, which would
 * cost without having been asked for: it is refused with the sentence that it must be restored first, and copied from its restored
 * copy while that is there. The copy is stored for immediate reading, and moves to the archive in its own time.
 */
export async function copySources(
	catalog: Catalog,
	caller: Caller,
	{ entryIds, now }: { readonly entryIds: readonly string[]; readonly now: Date },
): Promise<ReadonlyMap<string, CopySource | ErrorCode>> {
	const vault = await catalog.users.vaultOf(caller);
	const visible = await visibleEntries(catalog, vault, entryIds);
	const files = [...visible.values()].flatMap(({ entry, place }) =>
		entry.kind === 'file' && place === 'vault' ? [entry] : [],
	);
	const versions = await catalog.versions.getMany(
		caller.ownerId,
		files.map(({ versionId }) => versionId),
	);
	const sources = new Map<string, CopySource | ErrorCode>();
	for (const file of files) {
		const version = versions.get(file.versionId);
		if (version?.state !== 'ready') continue;
		sources.set(file.id, refusalOf(version, now) ?? { file, version });
	}
	return sources;
}

function refusalOf(version: StoredVersion, now: Date): ErrorCode | undefined {
	if (version.missingSince !== null) return 'bytes_missing';
	const state = archiveState(version, now);
	return state === 'archived' || state === 'restoring' ? state : undefined;
}
