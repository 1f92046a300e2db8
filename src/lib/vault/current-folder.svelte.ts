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
	/** A folder that the screen is about to show: what may be put into it is not known yet. */
	#coming = $state.raw<{ readonly id: string; readonly known: PromiseWithResolvers<void> }>();

	constructor(vault: Vault) {
		this.#vault = vault;
	}

	/** Undefined until the vault is open, and the folder that comes is known. */
	get id(): string | undefined {
		if (this.#coming !== undefined) return undefined;
		return this.#folder?.id ?? this.#vault.rootId;
	}

	/** False where new things go to the top folder although the screen shows something else. */
	get onScreen(): boolean {
		return this.#folder !== undefined;
	}

	get name(): string {
		return this.#folder?.name ?? TOP_FOLDER_NAME;
	}

	/** The same once it is known: a press may come before the first answer. Throws `ApiError`. */
	async whenKnown(): Promise<NamedFolder> {
		while (this.#coming !== undefined) await this.#coming.known.promise;
		return this.#folder ?? { id: (await this.#vault.open()).rootId, name: TOP_FOLDER_NAME };
	}

	/** The screen shows the folder as soon as it has been read. */
	expect(id: string): void {
		if (this.#coming?.id === id || this.#folder?.id === id) return;
		this.#arrived();
		this.#coming = { id, known: Promise.withResolvers() };
	}

	enter(folder: NamedFolder): void {
		this.#folder = folder;
		this.#arrived();
	}

	/** Only if `folderId` is still the one on the screen: the next screen may have entered its own already. */
	leave(folderId: string): void {
		if (this.#folder?.id === folderId) this.#folder = undefined;
		if (this.#coming?.id === folderId) this.#arrived();
	}

	#arrived(): void {
		const coming = this.#coming;
		this.#coming = undefined;
		coming?.known.resolve();
	}
}
