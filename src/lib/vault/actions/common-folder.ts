import type { Entry } from '#contract/entries';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';

/** Folders whose paths are asked for at once; what lies in more begins at the top. */
const FOLDERS_MAX = 12;

/**
 * The lowest folder that holds all of the entries, directly or further below; undefined where only the top does or it cannot be found out.
 */
export async function commonFolder(
	call: Call,
	entries: readonly Entry[],
): Promise<string | undefined> {
	const parentIds = [...new Set(entries.map(({ parentId }) => parentId))];
	if (parentIds.length === 1) return parentIds[0];
	if (parentIds.length > FOLDERS_MAX) return undefined;
	try {
		const paths = await Promise.all(parentIds.map((id) => pathOf(call, id)));
		const [first = [], ...others] = paths;
		return first.findLast((id, depth) => others.every((path) => path[depth] === id));
	} catch {
		return undefined;
	}
}

/** From the top folder down to this one. */
async function pathOf(call: Call, folderId: string): Promise<readonly string[]> {
	const { path } = await call(getEntry, { entryId: folderId });
	return [...path.map(({ id }) => id), folderId];
}
