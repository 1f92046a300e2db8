import type { Entry, Path, Sort } from '#contract/entries';
import { listFolder, ROOT } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { readerCollation } from './entry-order';
import { FolderView, type FolderPage } from './folder-view.svelte';

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
	#top: { readonly sort: Sort; readonly page: Promise<FolderPage | undefined> } | undefined;

	constructor(call: Call) {
		this.#call = call;
	}

	/** Asks for the top folder, whose id is not known yet; the first view takes the answer if it is of that folder. */
	askForTop(sort: Sort): void {
		const request = { folderId: ROOT, sort, collation: readerCollation() } as const;
		const page = this.#call(listFolder, request).catch(() => undefined);
		this.#top = { sort, page };
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
		const asked = this.#asked(folderId, sort);
		let view: FolderView | undefined;
		const forget = $effect.root(() => {
			view = new FolderView(folderId, { call: this.#call, sort, expectedPath, asked });
		});
		if (view === undefined) throw new Error('a root effect runs at once');
		return { view, forget };
	}

	#asked(folderId: string, sort: Sort): Promise<FolderPage | undefined> | undefined {
		const top = this.#top;
		this.#top = undefined;
		if (top?.sort !== sort) return undefined;
		return top.page.then((page) => (page?.folder.id === folderId ? page : undefined));
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
