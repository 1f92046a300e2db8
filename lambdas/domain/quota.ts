import type { Vault } from './vault.ts';

/** Room that is left in a vault, spent file by file in the order in which they were asked for. */
export class Room {
	#leftBytes: number;

	constructor({ quotaBytes, usedBytes, reservedBytes }: Vault) {
		this.#leftBytes = quotaBytes - usedBytes - reservedBytes;
	}

	/** Takes room for one file, or answers false and takes nothing. */
	take(sizeBytes: number): boolean {
		if (sizeBytes > this.#leftBytes) return false;
		this.#leftBytes -= sizeBytes;
		return true;
	}
}
