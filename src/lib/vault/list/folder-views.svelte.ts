import type { Entry, Path, Sort } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { FolderView } from './folder-view.svelte';

/** Folders seen lately, so that Back shows one at once and reads it again behind the scene. */
const KEPT_MAX = 20;

interface Kept {
	readonly view: FolderView;
	/** Ends what the view derives. */
	readonly forget: () => void;
}

/** Folders seen lately, by id. */
export class FolderViews {
	readonly #call: Call;
	/** Oldest first: a Map keeps the order in which keys came. */
	readonly #kept = new Map<string, Kept>();

	constructor(call: Call) {
		this.#call = call;
	}

	of(folderId: string, sort: Sort): FolderView {
		const kept = this.#kept.get(folderId) ?? this.#make(folderId, sort);
		this.#kept.delete(folderId);
		this.#kept.set(folderId, kept);
		for (const [oldestId, oldest] of this.#kept) {
			if (this.#kept.size <= KEPT_MAX) break;
			this.#kept.delete(oldestId);
			oldest.forget();
		}
		return kept.view;
	}

	/** Shows entries where they are now, and no longer where they were, in every kept folder. */
	admit(entries: readonly Entry[]): void {
		for (const { view } of this.#kept.values()) view.admit(entries);
	}

	/** Outside of the component that asks: what a view derives would end with it, and show old entries ever after. */
	#make(folderId: string, sort: Sort): Kept {
		const expectedPath = this.#expectedPath(folderId);
		let view: FolderView | undefined;
		const forget = $effect.root(() => {
			view = new FolderView(folderId, { call: this.#call, sort, expectedPath });
		});
		if (view === undefined) throw new Error('a root effect runs at once');
		return { view, forget };
	}

	#expectedPath(folderId: string): Path | undefined {
		for (const { view } of this.#kept.values()) {
			const { path, list } = view;
			if (!path) continue;
			const depth = path.findIndex((step) => step.id === folderId);
			if (depth >= 0) return path.slice(0, depth + 1);
			const child = list.entries.find((entry) => entry.id === folderId);
			if (child) return [...path, { id: child.id, name: child.name }];
		}
		return undefined;
	}
}
