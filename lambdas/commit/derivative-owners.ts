import type { Repositories } from '../ports/catalog.ts';

/** What pictures may be made of: a version, or an upload that is to become one. */
export interface DerivativeOwner {
	readonly entryId: string;
	/** Of the original. */
	readonly objectKey: string;
}

/** By version id. Unknown, another person's, and on its way out: left out. */
export async function derivativeOwners(
	{ versions, uploads }: Pick<Repositories, 'versions' | 'uploads'>,
	ownerId: string,
	versionIds: readonly string[],
): Promise<ReadonlyMap<string, DerivativeOwner>> {
	const owners = new Map<string, DerivativeOwner>();
	for (const upload of (await uploads.getMany(ownerId, versionIds)).values()) {
		if (upload.state === 'pending') owners.set(upload.id, upload);
	}
	for (const version of (await versions.getMany(ownerId, versionIds)).values()) {
		if (version.state === 'ready') owners.set(version.id, version);
	}
	return owners;
}
