import { VAULT_FILES_MAX } from '#contract/limits';
import type { Vault } from './vault.ts';

/** The bytes and files a vault may still take, spent file by file in the order in which they were asked for. */
export class RemainingQuota {
	#leftBytes: number;
	#leftFiles: number;

	constructor({ quotaBytes, usedBytes, reservedBytes, fileCount }: Vault) {
		this.#leftBytes = quotaBytes - usedBytes - reservedBytes;
		this.#leftFiles = VAULT_FILES_MAX - fileCount;
	}

	/** Takes the room of one file, or answers why there is none and takes nothing. */
	take(sizeBytes: number): 'quota_exceeded' | 'too_many_files' | undefined {
		if (this.#leftFiles < 1) return 'too_many_files';
		if (sizeBytes > this.#leftBytes) return 'quota_exceeded';
		this.#leftBytes -= sizeBytes;
		this.#leftFiles -= 1;
		return undefined;
	}
}
