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
	/** No rule of the bucket moves them to another class. */
	readonly stays: boolean;
	readonly files: number;
	readonly bytes: number;
}

/** What of a version decides where it is counted. */
export interface Held {
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly storageClass: StorageClass;
}

/** One version, as it is counted. */
export function totalOf(part: TotalPart, { sizeBytes, contentType, storageClass }: Held): Total {
	return {
		part,
		kind: contentKind(contentType),
		storageClass,
		stays: sizeBytes < ARCHIVE_LEAST_BYTES,
		files: 1,
		bytes: sizeBytes,
	};
}
