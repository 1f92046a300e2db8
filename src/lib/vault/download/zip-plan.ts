import { isReadable } from '#contract/archive';
import type { Entry, File } from '#contract/entries';
import { numberedName } from '#contract/names';
import { portableName } from '#contract/portable-name';
import { listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';

export interface ZipPlan {
	/** `path` is unique in the zip, its steps parted by `/`. */
	readonly files: readonly { readonly path: string; readonly file: File }[];
	/** Folders with nothing in them, which no file's path would bring back. */
	readonly emptyFolders: readonly string[];
	readonly totalBytes: number;
	/** How many files are left out because they are archived. */
	readonly archived: number;
	/** How many are left out because their bytes are missing. */
	readonly missing: number;
}

/** Walks everything below `entries`, so that size and obstacles are known before the first byte moves. */
export async function planZip(call: Call, entries: readonly Entry[]): Promise<ZipPlan> {
	const files: { path: string; file: File }[] = [];
	const emptyFolders: string[] = [];
	let archived = 0;
	let missing = 0;
	const now = new Date();
	const taken = new Set<string>();

	async function walk(level: readonly Entry[], above: string): Promise<void> {
		for (const entry of level) {
			const path = unique(above, portableName(entry.name), taken);
			if (entry.kind === 'folder') {
				const below = await entriesOf(call, entry.id);
				if (below.length === 0) emptyFolders.push(`${path}/`);
				await walk(below, `${path}/`);
			} else if (entry.missingSince !== null) missing++;
			else if (!isReadable(entry, now)) archived++;
			else files.push({ path, file: entry });
		}
	}
	await walk(entries, '');

	const totalBytes = files.reduce((sum, { file }) => sum + file.sizeBytes, 0);
	return { files, emptyFolders, totalBytes, archived, missing };
}

async function entriesOf(call: Call, folderId: string): Promise<readonly Entry[]> {
	const all: Entry[] = [];
	let cursor: string | undefined;
	do {
		const page = await call(listFolder, { folderId, cursor });
		all.push(...page.entries);
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return all;
}

/** Two names can become one when made portable, and Windows takes `A` and `a` for the same. */
function unique(above: string, name: string, taken: Set<string>): string {
	let path = above + name;
	for (let n = 1; taken.has(path.toLowerCase()); n++) path = above + numberedName(name, n);
	taken.add(path.toLowerCase());
	return path;
}
