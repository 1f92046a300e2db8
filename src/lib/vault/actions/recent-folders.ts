import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';
import * as v from 'valibot';
import type { FoundFolder } from './found-folder';

const KEY = 'cloudvault.recent-folders';
const KEPT_MAX = 5;

const stored = v.array(v.string());

/** Folders that something was lately put into, newest first: their ids on this device, for all tabs. */
export const recentFolders = {
	add(folderId: string): void {
		const ids = [folderId, ...read().filter((known) => known !== folderId)].slice(0, KEPT_MAX);
		try {
			localStorage.setItem(KEY, JSON.stringify(ids));
		} catch {
			// Without it none are offered.
		}
	},

	/** Those that this person still has, as they are called and where they lie now. */
	async find(call: Call): Promise<readonly FoundFolder[]> {
		const asked = await Promise.allSettled(
			read().map((entryId) => call(getEntry, { entryId, limit: '1' })),
		);
		return asked.flatMap((answer) => {
			if (answer.status === 'rejected') return [];
			const { entry, path, trashed } = answer.value;
			// The top folder is at the beginning of every path already.
			if (trashed || entry.kind === 'file' || path.length === 0) return [];
			return [{ id: entry.id, name: entry.name, path }];
		});
	},
};

function read(): v.InferOutput<typeof stored> {
	try {
		return v.parse(stored, JSON.parse(localStorage.getItem(KEY) ?? '[]'));
	} catch {
		return [];
	}
}
