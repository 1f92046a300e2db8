import type { StorageClass } from './entries.ts';

const archiveClasses = ['GLACIER', 'DEEP_ARCHIVE'] as const satisfies readonly StorageClass[];
type ArchiveClass = (typeof archiveClasses)[number];

/** True for classes whose bytes S3 must restore before they can be read; of the others all read at once. */
export function isArchiveClass(storageClass: StorageClass): storageClass is ArchiveClass {
	return archiveClasses.some((archiveClass) => archiveClass === storageClass);
}

interface Stored {
	readonly storageClass: StorageClass;
	/** Until when a restored copy can be read; null or absent where there is none. */
	readonly restoredUntil?: Date | null;
}

/** True where the bytes cannot be read at `now`: they are archived, and no restored copy is there. */
export function isArchived({ storageClass, restoredUntil }: Stored, now: Date): boolean {
	if (!isArchiveClass(storageClass)) return false;
	return restoredUntil == null || restoredUntil <= now;
}
