import type { StorageClass } from '#contract/entries';
import type { MediaFacts } from './media.ts';

/** How an entry came into the trash. Set exactly for what lies directly in the trash or the purge folder. */
export interface Trashed {
	readonly at: Date;
	/** The folder it lay in. */
	readonly fromId: string;
	/** Names of the folders from below the top folder down to that one, so that they can be made again. */
	readonly fromPath: readonly string[];
	/** From when on the sweep has something to do with it: delete it forever, or finish deleting. */
	readonly sweepAt: Date;
}

interface Common {
	readonly ownerId: string;
	readonly id: string;
	readonly parentId: string;
	/** Canonical. */
	readonly name: string;
	readonly rev: number;
	readonly createdAt: Date;
	readonly updatedAt: Date;
	readonly trashed: Trashed | null;
	/** It is wished to stay out of the archive, with all that lies below it. See [Note: Kept ready]. */
	readonly keepsReady: boolean;
}

export interface StoredFolder extends Common {
	readonly kind: 'folder';
	/**
	 * At least the levels of folders below this one: raised on the way in, never lowered on the way out.
	 * A move under the depth limit needs no walk through what it moves; only one that seems too deep is measured.
	 */
	readonly heightBound: number;
}

export interface StoredFile extends Common {
	readonly kind: 'file';
	readonly versionId: string;
	readonly sizeBytes: number;
	/** As declared: `type/subtype` in lower case. */
	readonly contentType: string;
	readonly storageClass: StorageClass;
	/** As its current version says. */
	readonly restoredUntil: Date | null;
	readonly readyAbout: Date | null;
	readonly missingSince: Date | null;
	/** S3 has been told never to archive it. */
	readonly staysReady: boolean;
	readonly hasThumb: boolean;
	readonly hasPreview: boolean;
	readonly modifiedAt: Date | null;
	/** As its current version says. */
	readonly media: MediaFacts | null;
}

export type StoredEntry = StoredFolder | StoredFile;
