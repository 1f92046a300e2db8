import type { Folder } from '#contract/entries';
import { createFolder } from '#contract/vault';
import { call } from '$lib/api/call';
import { tellOtherTabs } from '../changes';
import { currentFolder } from '../current-folder.svelte';
import { folderViews } from '../list/folder-views.svelte';

/** The question for a new folder's name, asked from anywhere: the rail, a menu, an empty folder. */
class NewFolder {
	asking = $state(false);

	ask(): void {
		this.asking = true;
	}

	/** Makes it where the person is. Throws `ApiError`, such as `name_conflict`. */
	async create(name: string): Promise<Folder> {
		const { id } = await currentFolder.whenKnown();
		return createFolderIn(id, name);
	}
}

export const newFolder = new NewFolder();

/** Makes a folder and shows it wherever its parent is on the screen. */
export async function createFolderIn(parentId: string, name: string): Promise<Folder> {
	const { folder } = await call(createFolder, { parentId, name });
	folderViews.admit([folder]);
	tellOtherTabs();
	return folder;
}
