import type { StorageClass } from './entries.ts';

export const archiveClasses = [
	'GLACIER',
	'DEEP_ARCHIVE',
] as const satisfies readonly StorageClass[];
type ArchiveClass = (typeof archiveClasses)[number];

/** True for classes whose bytes S3 must restore before they can be read; of the others all read at once. */
export function isArchiveClass(storageClass: StorageClass): storageClass is ArchiveClass {
	return archiveClasses.some((archiveClass) => archiveClass === storageClass);
}

/** How a version is stored: as a row has it, or as the wire does, where an instant is text. */
export interface Stored {
	readonly storageClass: StorageClass;
	/** Until when a restored copy can be read; null where there is none. */
	readonly restoredUntil: Date | string | null;
	/** When the copy that S3 is making will be ready, about; null where it makes none. */
	readonly readyAbout: Date | string | null;
}

/**
 * The one word for each state, everywhere. `archived`: S3 must restore it first. `restoring`: S3 has been asked. `restored`:
 * a copy can be read, until `restoredUntil`. `available`: it is in no archive.
 */
export type ArchiveState = 'available' | 'archived' | 'restoring' | 'restored';

/** A copy whose time is over is none, whether S3 has told of its end yet or not. */
export function archiveState(
	{ storageClass, restoredUntil, readyAbout }: Stored,
	now: Date,
): ArchiveState {
	if (!isArchiveClass(storageClass)) return 'available';
	if (restoredUntil !== null && new Date(restoredUntil) > now) return 'restored';
	return readyAbout === null ? 'archived' : 'restoring';
}

/** True where the bytes can be read at `now`, by whatever: a download, a zip, the viewer. */
export function isReadable(stored: Stored, now: Date): boolean {
	const state = archiveState(stored, now);
	return state === 'available' || state === 'restored';
}
