import type { Path } from '#contract/entries';
import { FOLDER_DEPTH_MAX } from '#contract/limits';
import type { StoredEntry } from '../../domain/entry.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { TreeRepository } from '../../ports/tree.ts';

/** The entry, where the folders it brings along fit in below the last folder of `path`. Throws `too_deep`. */
export async function fittedBelow(
	tree: TreeRepository,
	path: Path,
	entry: StoredEntry,
): Promise<StoredEntry> {
	if (entry.kind === 'file') return entry;
	if (path.length + entry.heightBound <= FOLDER_DEPTH_MAX) return entry;
	// The bound may be too high, since nothing lowers it: only now is it worth measuring.
	const heightBound = await tree.heightOf(entry.ownerId, entry.id);
	if (path.length + heightBound > FOLDER_DEPTH_MAX) throw new VaultError('too_deep');
	return { ...entry, heightBound };
}
