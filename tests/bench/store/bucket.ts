import type {
	ListedVersion,
	ObjectStore,
	ObjectVersion,
	StoredObject,
} from '../../../lambdas/ports/object-store.ts';

interface Bucket {
	readonly deleteVersions?: (versions: readonly ObjectVersion[]) => void;
	/** Of a prefix, by key. */
	readonly list?: (prefix: string) => AsyncIterable<ListedVersion>;
	readonly inspect?: (version: ObjectVersion) => Promise<StoredObject | undefined>;
}

/** A bucket that takes no time, so that what is measured is the database and what we do with it. */
export function bucketOf({ deleteVersions, list, inspect }: Bucket): ObjectStore {
	const none = () => Promise.reject(new Error('Nothing here asks S3 for that.'));
	return {
		inspectObject: none,
		inspectObjectVersion: inspect ?? none,
		beginParts: none,
		copyObject: none,
		copyPart: none,
		listParts: none,
		completeParts: none,
		abortParts: none,
		deleteVersions(versions) {
			deleteVersions?.(versions);
			return Promise.resolve([]);
		},
		listVersions: (prefix) => list?.(prefix) ?? nothing(),
		pageOfVersions: none,
		listOpenUploads: () => nothing(),
	};
}

async function* nothing(): AsyncGenerator<never> {
	// Nothing lies there.
}
