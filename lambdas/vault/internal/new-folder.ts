import type { StoredFolder } from '../../domain/entry.ts';

export interface NewFolder {
	readonly ownerId: string;
	readonly parentId: string;
	readonly id: string;
	/** Canonical. */
	readonly name: string;
	readonly now: Date;
}

export function newFolder({ now, ...folder }: NewFolder): StoredFolder {
	return {
		kind: 'folder',
		...folder,
		rev: 0,
		createdAt: now,
		updatedAt: now,
		trashed: null,
		keepsReady: false,
		heightBound: 0,
	};
}
