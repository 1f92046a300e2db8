import type { Folder, Path } from '#contract/entries';
import { listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { readerCollation } from '../list/entry-order';
import type { NewFolder } from './new-folder.svelte';

interface FolderPickerServices {
	readonly call: Call;
	readonly newFolder: NewFolder;
}

/** Walks through folders to choose one of them. */
export class FolderPicker {
	readonly #services: FolderPickerServices;
	#path = $state.raw<Path>();
	#folders = $state.raw<readonly Folder[]>([]);
	#phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
	#failure = $state.raw<unknown>();
	#folderId = '';
	#reading = new AbortController();

	constructor(services: FolderPickerServices) {
		this.#services = services;
	}

	/** From the top folder down to the one being looked at; undefined until the first answer. */
	get path(): Path | undefined {
		return this.#path;
	}

	/** The folders in it, by name. */
	get folders(): readonly Folder[] {
		return this.#folders;
	}

	get phase(): 'loading' | 'ready' | 'failed' {
		return this.#phase;
	}

	get failure(): unknown {
		return this.#failure;
	}

	/** After it did not come. */
	async openAgain(): Promise<void> {
		await this.open(this.#folderId);
	}

	async open(folderId: string): Promise<void> {
		this.#reading.abort();
		const { signal } = (this.#reading = new AbortController());
		this.#folderId = folderId;
		this.#phase = 'loading';
		try {
			await this.#read(folderId, signal);
			this.#phase = 'ready';
		} catch (error) {
			if (signal.aborted) return;
			this.#failure = error;
			this.#phase = 'failed';
		}
	}

	/** Makes a folder in the one being looked at, and goes into it. Throws `ApiError`. */
	async create(name: string): Promise<void> {
		const { id } = await this.#services.newFolder.createIn(this.#folderId, name);
		await this.open(id);
	}

	/** Folders come first in every list: the first file means that there are no more. */
	async #read(folderId: string, signal: AbortSignal): Promise<void> {
		const folders: Folder[] = [];
		let cursor: string | undefined;
		do {
			const request = { folderId, collation: readerCollation(), cursor };
			const page = await this.#services.call(listFolder, request, { signal });
			folders.push(...page.entries.filter((entry) => entry.kind === 'folder'));
			const sawFile = page.entries.some((entry) => entry.kind === 'file');
			cursor = sawFile ? undefined : (page.nextCursor ?? undefined);
			this.#path = page.path;
		} while (cursor !== undefined);
		signal.throwIfAborted();
		this.#folders = folders;
	}
}
