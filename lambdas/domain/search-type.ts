import { contentKind } from '#contract/content-types';
import type { StoredEntry } from './entry.ts';

export type SearchType = 'folder' | 'image' | 'video' | 'audio' | 'document';

export function isOfType(entry: StoredEntry, type: SearchType | undefined): boolean {
	if (type === undefined) return true;
	if (type === 'folder' || entry.kind === 'folder') return type === entry.kind;
	return contentKind(entry.contentType) === type;
}
