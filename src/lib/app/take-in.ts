import type { Uploads } from '$lib/uploads/queue/uploads.svelte';
import { sharedFiles, whenOpenedWith, type HandedOver } from '$lib/uploads/selection/handed-over';
import type { CurrentFolder } from '$lib/vault/current-folder.svelte';

interface TakeInParts {
	readonly uploads: Pick<Uploads, 'add' | 'listen'>;
	readonly currentFolder: Pick<CurrentFolder, 'whenKnown'>;
}

/** Uploads what other apps hand to the installed one into the folder on the screen. What is shared is kept until it is stored. */
export async function takeIn({ uploads, currentFolder }: TakeInParts): Promise<void> {
	const stored = new Map<File, () => Promise<void>>();
	uploads.listen({
		stored: (_entry, source) => {
			if (source !== undefined) void stored.get(source)?.();
		},
	});

	async function take(files: readonly HandedOver[]): Promise<void> {
		if (files.length === 0) return;
		for (const each of files) stored.set(each.file, each.stored);
		const { id: folderId, name: folderName } = await currentFolder.whenKnown();
		const chosen = files.map(({ file, handle }) => ({
			file,
			folders: [],
			...(handle && { handle }),
		}));
		await uploads.add(
			{ files: chosen, emptyFolders: [], unreadable: [] },
			{ folderId, folderName },
		);
	}

	whenOpenedWith((files) => void take(files));
	await take(await sharedFiles());
}
