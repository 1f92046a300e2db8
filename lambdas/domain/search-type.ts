import type { StoredEntry } from './entry.ts';

export type SearchType = 'folder' | 'image' | 'video' | 'audio' | 'document';

/** What people call a document: text, PDF, and what office programs write. */
const DOCUMENT =
	/^(text\/.+|application\/(pdf|rtf|msword|epub\+zip|vnd\.(ms-(excel|powerpoint)|oasis\.opendocument|openxmlformats-officedocument).*))$/;

export function isOfType(entry: StoredEntry, type: SearchType | undefined): boolean {
	if (type === undefined) return true;
	if (type === 'folder' || entry.kind === 'folder') return type === entry.kind;
	if (type === 'document') return DOCUMENT.test(entry.contentType);
	return entry.contentType.startsWith(`${type}/`);
}
