import type { Vault } from './vault.ts';

/** The bytes a vault may still take, spent file by file in the order in which they were asked for. */
export class RemainingQuota {
	#leftBytes: number;

	constructor({ quotaBytes, usedBytes, reservedBytes }: Vault) {
		this.#leftBytes = quotaBytes - usedBytes - reservedBytes;
	}

	/** Takes the bytes of one file, or answers false and takes nothing. */
	take(sizeBytes: number): boolean {
		if (sizeBytes > this.#leftBytes) return false;
		this.#leftBytes -= sizeBytes;
		return true;
	}
}
