import type { Entry, Path, Sort } from '#contract/entries';
import { FolderView } from './folder-view.svelte';

/** Folders seen lately, so that Back shows one at once and reads it again behind the scene. */
const KEPT_MAX = 20;

class FolderViews {
	/** Oldest first: a Map keeps the order in which keys came. */
	readonly #kept = new Map<string, FolderView>();

	of(folderId: string, sort: Sort): FolderView {
		const view =
			this.#kept.get(folderId) ??
			new FolderView(folderId, { sort, expectedPath: this.#expectedPath(folderId) });
		this.#kept.delete(folderId);
		this.#kept.set(folderId, view);
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= KEPT_MAX) break;
			this.#kept.delete(oldest);
		}
		return view;
	}

	/** Shows entries that have come to be, in every kept folder they lie in. */
	admit(entries: readonly Entry[]): void {
		for (const [folderId, view] of this.#kept) {
			const arrivals = entries.filter((entry) => entry.parentId === folderId);
			if (arrivals.length > 0) view.admit(arrivals);
		}
	}

	#expectedPath(folderId: string): Path | undefined {
		for (const { path, list } of this.#kept.values()) {
			if (!path) continue;
			const depth = path.findIndex((step) => step.id === folderId);
			if (depth >= 0) return path.slice(0, depth + 1);
			const child = list.entries.find((entry) => entry.id === folderId);
			if (child) return [...path, { id: child.id, name: child.name }];
		}
		return undefined;
	}
}

export const folderViews = new FolderViews();
