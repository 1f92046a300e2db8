import { VAULT_FOLDERS_MAX } from '#contract/limits';
import type { Vault } from './vault.ts';

/** The folders a vault may still make, spent one by one within one change. */
export class RemainingFolders {
	#left: number;

	constructor({ folderCount }: Pick<Vault, 'folderCount'>) {
		this.#left = VAULT_FOLDERS_MAX - folderCount;
	}

	/** False where there is room for none: nothing is taken then. */
	take(): boolean {
		if (this.#left < 1) return false;
		this.#left -= 1;
		return true;
	}
}
