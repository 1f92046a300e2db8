import { vault } from './vault.svelte';

/** What people call the top folder. */
export const TOP_FOLDER_NAME = 'Files';

interface Place {
	readonly id: string;
	readonly name: string;
}

/**
 * Where new files and folders go: the folder on the screen, or the top folder where the screen shows
 * none (gallery, trash) or one that nothing can be put into.
 */
class CurrentFolder {
	#place = $state.raw<Place>();

	/** Undefined until the vault is open. */
	get id(): string | undefined {
		return this.#place?.id ?? vault.rootId;
	}

	get name(): string {
		return this.#place?.name ?? TOP_FOLDER_NAME;
	}

	/** The same once the vault is open: somebody may be quicker than the first answer. Throws `ApiError`. */
	async whenKnown(): Promise<Place> {
		return this.#place ?? { id: (await vault.open()).rootId, name: TOP_FOLDER_NAME };
	}

	enter(place: Place): void {
		this.#place = place;
	}

	/** Only if `folderId` is still the one on the screen: the next screen may have entered its own already. */
	leave(folderId: string): void {
		if (this.#place?.id === folderId) this.#place = undefined;
	}
}

export const currentFolder = new CurrentFolder();
