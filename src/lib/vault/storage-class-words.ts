import type { StorageClass } from '#contract/entries';

/** How the class a file is kept in feels to its owner; undefined for the usual one, which needs no mark. */
export interface StorageClassWords {
	readonly mark: 'Cool' | 'Cold' | 'Asleep';
	readonly explanation: string;
}

export function storageClassWords(storageClass: StorageClass): StorageClassWords | undefined {
	switch (storageClass) {
		case 'STANDARD':
		case 'INTELLIGENT_TIERING':
			return undefined;
		case 'STANDARD_IA':
		case 'ONEZONE_IA':
			return { mark: 'Cool', explanation: 'Kept cheaply, opens at once' };
		case 'GLACIER_IR':
			return { mark: 'Cold', explanation: 'Archived, opens at once' };
		case 'GLACIER':
		case 'DEEP_ARCHIVE':
			return { mark: 'Asleep', explanation: 'Archived: must be woken before it opens' };
	}
}
