/** One person's vault: the three folders everything hangs from, and what it holds. */
export interface Vault {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	/** Never shown: what lies here is being deleted forever, and no answer knows of it. */
	readonly purgeId: string;
	readonly quotaBytes: number;
	readonly usedBytes: number;
	readonly reservedBytes: number;
	/** Versions of files, and uploads that may become some. */
	readonly fileCount: number;
	/** The three it hangs from left out. */
	readonly folderCount: number;
	/** Of derivatives, those included that may still be sent. */
	readonly derivativeBytes: number;
}

/** Which of the three folders an entry hangs from. */
export type EntryPlace = 'vault' | 'trash' | 'purge';

export function placeBelow(vault: Vault, topId: string): EntryPlace | undefined {
	if (topId === vault.rootId) return 'vault';
	if (topId === vault.trashId) return 'trash';
	if (topId === vault.purgeId) return 'purge';
	return undefined;
}

/** The three stay where they are and what they are called. */
export function isTopFolder(vault: Vault, id: string): boolean {
	return placeBelow(vault, id) !== undefined;
}
