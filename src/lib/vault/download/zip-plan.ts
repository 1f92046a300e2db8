import { isReadable } from '#contract/archive';
import type { Entry } from '#contract/entries';
import { numberedName } from '#contract/names';
import { portableName } from '#contract/portable-name';
import { listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { LEFT_OUT_NAME } from './left-out';
import type { ZipMember } from './zip-member';

export interface ZipPlan {
	readonly files: readonly ZipMember[];
	/** Folders with nothing in them, which no file's path would bring back. */
	readonly emptyFolders: readonly string[];
	readonly totalBytes: number;
	/** Left out: archived, or being restored. */
	readonly archived: readonly ZipMember[];
	/** Left out: their bytes are missing. */
	readonly missing: readonly ZipMember[];
}

/** Walks everything below `entries`, so that size and obstacles are known before the first byte moves. */
export async function planZip(call: Call, entries: readonly Entry[]): Promise<ZipPlan> {
	const files: ZipMember[] = [];
	const archived: ZipMember[] = [];
	const missing: ZipMember[] = [];
	const emptyFolders: string[] = [];
	const now = new Date();
	const taken = new Set<string>([LEFT_OUT_NAME.toLowerCase()]);

	async function walk(level: readonly Entry[], above: string): Promise<void> {
		for (const entry of level) {
			const path = unique(above, portableName(entry.name), taken);
			if (entry.kind === 'folder') {
				const below = await entriesOf(call, entry.id);
				if (below.length === 0) emptyFolders.push(`${path}/`);
				await walk(below, `${path}/`);
			} else if (entry.missingSince !== null) missing.push({ path, file: entry });
			else (isReadable(entry, now) ? files : archived).push({ path, file: entry });
		}
	}
	await walk(entries, '');

	const totalBytes = files.reduce((sum, { file }) => sum + file.sizeBytes, 0);
	return { files, emptyFolders, totalBytes, archived, missing };
}

/** The same of a whole vault, by its top folder. Throws `ApiError`. */
export async function planVault(call: Call, rootId: string): Promise<ZipPlan> {
	return planZip(call, await entriesOf(call, rootId));
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
