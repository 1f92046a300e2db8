import { isArchiveClass } from '#contract/archive';
import { contentKind, type ContentKind } from '#contract/content-types';
import type { StorageClass } from '#contract/entries';
import { ARCHIVE_LEAST_BYTES } from '#contract/limits';

/** Current versions of files, or all others that S3 holds of them. */
export type TotalPart = 'current' | 'older';

/** Versions that are billed alike. */
export interface Total {
	readonly part: TotalPart;
	readonly kind: ContentKind;
	readonly storageClass: StorageClass;
	/** No rule of the bucket moves them to another class: they are too small. */
	readonly stays: boolean;
	/** S3 has been told never to archive them; the others it moves to Standard-IA and no further. Never true of what `stays`. */
	readonly kept: boolean;
	readonly files: number;
	readonly bytes: number;
}

/** Restored copies that end on one day. S3 bills each in Standard until then, beside its version in the archive. */
export interface CopyTotal {
	readonly part: TotalPart;
	readonly kind: ContentKind;
	/** As `2026-12-04`: S3 lets copies end at midnight, UTC. */
	readonly endsOn: string;
	readonly files: number;
	readonly bytes: number;
}

/** What versions come to, and their restored copies. */
export interface Holding {
	readonly totals: readonly Total[];
	readonly copies: readonly CopyTotal[];
}

/** What of a version decides where it is counted. */
export interface Held {
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly storageClass: StorageClass;
	/** Whether S3 has been told never to archive it. */
	readonly staysReady: boolean | null;
	/** Until when its restored copy can be read; null where there is none. */
	readonly restoredUntil: Date | null;
}

/** One version, as it is counted. */
export function totalOf(part: TotalPart, held: Held): Total {
	const { sizeBytes, contentType, storageClass, staysReady } = held;
	const stays = sizeBytes < ARCHIVE_LEAST_BYTES;
	return {
		part,
		kind: contentKind(contentType),
		storageClass,
		stays,
		kept: staysReady === true && !stays,
		files: 1,
		bytes: sizeBytes,
	};
}

/** The copy of one version, as it is counted; undefined where it has none. One whose time is over counts until S3 says so. */
export function copyOf(part: TotalPart, held: Held): CopyTotal | undefined {
	const { sizeBytes, contentType, storageClass, restoredUntil } = held;
	if (restoredUntil === null || !isArchiveClass(storageClass)) return undefined;
	const kind = contentKind(contentType);
	return { part, kind, endsOn: dayOf(restoredUntil), files: 1, bytes: sizeBytes };
}

/** The day of UTC, as `2026-12-04`. */
export function dayOf(time: Date): string {
	return time.toISOString().slice(0, 10);
}
