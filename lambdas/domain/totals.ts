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

/** What of a version decides where it is counted. */
export interface Held {
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly storageClass: StorageClass;
	/** Whether S3 has been told never to archive it. */
	readonly staysReady: boolean | null;
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
