import type { StoredFolder } from './entry.ts';

/** The three folders everything of a person hangs from. */
export interface TopFolders {
	readonly ownerId: string;
	readonly rootId: string;
	readonly trashId: string;
	readonly purgeId: string;
	readonly now: Date;
}

/** As a new vault has them. */
export function topFoldersOf(vault: TopFolders): readonly StoredFolder[] {
	return [
		topFolder(vault, vault.rootId, 'Files'),
		topFolder(vault, vault.trashId, 'Trash'),
		topFolder(vault, vault.purgeId, 'Purge'),
	];
}

/** The owner's id stands in for a parent. */
function topFolder({ ownerId, now }: TopFolders, id: string, name: string): StoredFolder {
	return {
		kind: 'folder',
		ownerId,
		id,
		parentId: ownerId,
		name,
		rev: 0,
		createdAt: now,
		updatedAt: now,
		trashed: null,
		keepsReady: false,
		heightBound: 0,
	};
}
