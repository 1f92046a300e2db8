import { TOP_FOLDER_NAME } from './entry/top-folder';
import type { Vault } from './vault.svelte';

/** A folder, as the person knows it. */
interface NamedFolder {
	readonly id: string;
	readonly name: string;
}

/**
 * Where new files and folders go: the folder on the screen, or the top folder where the screen shows
 * none (gallery, trash) or one that nothing can be put into.
 */
export class CurrentFolder {
	readonly #vault: Vault;
	#folder = $state.raw<NamedFolder>();

	constructor(vault: Vault) {
		this.#vault = vault;
	}

	/** Undefined until the vault is open. */
	get id(): string | undefined {
		return this.#folder?.id ?? this.#vault.rootId;
	}

	/** False where new things go to the top folder although the screen shows something else. */
	get onScreen(): boolean {
		return this.#folder !== undefined;
	}

	get name(): string {
		return this.#folder?.name ?? TOP_FOLDER_NAME;
	}

	/** The same once the vault is open: a press may come before the first answer. Throws `ApiError`. */
	async whenKnown(): Promise<NamedFolder> {
		return this.#folder ?? { id: (await this.#vault.open()).rootId, name: TOP_FOLDER_NAME };
	}

	enter(folder: NamedFolder): void {
		this.#folder = folder;
	}

	/** Only if `folderId` is still the one on the screen: the next screen may have entered its own already. */
	leave(folderId: string): void {
		if (this.#folder?.id === folderId) this.#folder = undefined;
	}
}
