import { isArchiveClass } from '#contract/archive';
import type { StorageClass } from '#contract/entries';

/** What the class a file is kept in means to its owner; undefined for the usual one, which needs no mark. */
export interface StorageClassWords {
	readonly mark: 'Cool' | 'Cold' | 'Archived';
	readonly explanation: string;
}

export function storageClassWords(storageClass: StorageClass): StorageClassWords | undefined {
	if (isArchiveClass(storageClass)) {
		return { mark: 'Archived', explanation: 'Must be restored before it opens' };
	}
	switch (storageClass) {
		case 'STANDARD':
		case 'INTELLIGENT_TIERING':
			return undefined;
		case 'STANDARD_IA':
		case 'ONEZONE_IA':
			return { mark: 'Cool', explanation: 'Kept cheaply, opens at once' };
		case 'GLACIER_IR':
			return { mark: 'Cold', explanation: 'Kept more cheaply still, opens at once' };
	}
}
