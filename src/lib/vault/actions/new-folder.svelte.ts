import type { Folder } from '#contract/entries';
import { createFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import type { CurrentFolder } from '../current-folder.svelte';
import type { FolderViews } from '../list/folder-views.svelte';
import type { OtherTabs } from '../other-tabs';

interface NewFolderServices {
	readonly call: Call;
	readonly otherTabs: OtherTabs;
	readonly currentFolder: CurrentFolder;
	readonly folderViews: FolderViews;
}

/** The question for a new folder's name, asked from anywhere: the rail, a menu, an empty folder. */
export class NewFolder {
	asking = $state(false);
	readonly #services: NewFolderServices;

	constructor(services: NewFolderServices) {
		this.#services = services;
	}

	ask(): void {
		this.asking = true;
	}

	/** Makes it where the person is. Throws `ApiError`, such as `name_conflict`. */
	async create(name: string): Promise<Folder> {
		const { id } = await this.#services.currentFolder.whenKnown();
		return this.createIn(id, name);
	}

	/** Makes a folder and shows it wherever its parent is on the screen. Throws `ApiError`. */
	async createIn(parentId: string, name: string): Promise<Folder> {
		const { call, folderViews, otherTabs } = this.#services;
		const { folder } = await call(createFolder, { parentId, name });
		folderViews.admit([folder]);
		otherTabs.tell();
		return folder;
	}
}
