import type { Path } from '#contract/entries';
import { FOLDER_DEPTH_MAX } from '#contract/limits';
import type { StoredEntry, StoredFolder } from '../../domain/entry.ts';
import { foldName } from '../../domain/fold-name.ts';
import type { RemainingFolders } from '../../domain/remaining-folders.ts';
import type { Repositories } from '../../ports/catalog.ts';
import type { NewId } from '../../ports/new-id.ts';
import { heightBounds } from './height-bounds.ts';
import { newFolder } from './new-folder.ts';

interface Context {
	readonly repositories: Pick<Repositories, 'entries' | 'tree' | 'users'>;
	readonly remaining: RemainingFolders;
	readonly newId: NewId;
	readonly now: Date;
}

interface Start {
	readonly folder: StoredFolder;
	/** From the top folder down to the folder itself. */
	readonly path: Path;
}

export type Made =
	| { readonly outcome: 'ready'; readonly folder: StoredFolder; readonly path: Path }
	| {
			readonly outcome: 'refused';
			readonly code: 'name_conflict' | 'too_deep' | 'too_many_folders';
	  };

/**
 * Follows paths of names below one folder and makes what is missing on the way, within one change.
 * What is known of a folder is remembered, and a folder made here has nothing in it that would have to be looked up:
 * a whole tree of new folders costs one look-up and one insert.
 */
export class FolderMaker {
	readonly #context: Context;
	readonly #start: Start;
	readonly #children = new Map<string, Map<string, StoredEntry>>();
	readonly #made: StoredFolder[] = [];
	readonly #paths: Path[] = [];

	constructor(context: Context, start: Start) {
		this.#context = context;
		this.#start = start;
	}

	/** Looks up at once what the first step of many paths leads to. */
	async expect(names: readonly string[]): Promise<void> {
		await this.#lookUp(this.#start.folder, names);
	}

	/** The folder at the end of the canonical names. Nothing is written before `write`. */
	async follow(names: readonly string[]): Promise<Made> {
		if (this.#start.path.length - 1 + names.length > FOLDER_DEPTH_MAX) {
			return { outcome: 'refused', code: 'too_deep' };
		}
		let { folder, path } = this.#start;
		for (const name of names) {
			const child = await this.#child(folder, name);
			if (child?.kind === 'file') return { outcome: 'refused', code: 'name_conflict' };
			if (child === undefined && !this.#context.remaining.take()) {
				return { outcome: 'refused', code: 'too_many_folders' };
			}
			folder = child ?? this.#make(folder, name, path);
			path = [...path, { id: folder.id, name: folder.name }];
		}
		return { outcome: 'ready', folder, path };
	}

	/** Writes what was made. Called once, at the end. */
	async write(): Promise<void> {
		if (this.#made.length === 0) return;
		const { entries, tree, users } = this.#context.repositories;
		const { ownerId } = this.#start.folder;
		const bounds = heightBounds(this.#paths, 0);
		await entries.insert(
			this.#made.map((folder) => ({ ...folder, heightBound: bounds.get(folder.id) ?? 0 })),
		);
		for (const { id } of this.#made) bounds.delete(id);
		await users.charge(ownerId, { folderCount: this.#made.length });
		await tree.raiseHeights(ownerId, bounds);
	}

	async #child(parent: StoredFolder, name: string): Promise<StoredEntry | undefined> {
		const key = foldName(name);
		const known = this.#children.get(parent.id);
		if (known?.has(key) === true || this.#made.includes(parent)) return known?.get(key);
		await this.#lookUp(parent, [name]);
		return this.#children.get(parent.id)?.get(key);
	}

	async #lookUp(parent: StoredFolder, names: readonly string[]): Promise<void> {
		const { ownerId, id } = parent;
		const there = await this.#context.repositories.entries.namesakes(ownerId, id, names);
		const known = this.#childrenOf(id);
		for (const [key, entry] of there) known.set(key, entry);
	}

	#make(parent: StoredFolder, name: string, path: Path): StoredFolder {
		const { newId, now } = this.#context;
		const { ownerId, id: parentId } = parent;
		const folder = newFolder({ ownerId, parentId, id: newId(), name, now });
		this.#made.push(folder);
		this.#childrenOf(parentId).set(foldName(name), folder);
		this.#paths.push([...path, { id: folder.id, name }]);
		return folder;
	}

	#childrenOf(folderId: string): Map<string, StoredEntry> {
		const known = this.#children.get(folderId) ?? new Map<string, StoredEntry>();
		this.#children.set(folderId, known);
		return known;
	}
}
