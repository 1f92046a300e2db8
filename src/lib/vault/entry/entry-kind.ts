import { mediaType } from '#contract/content-types';
import type { Entry, File } from '#contract/entries';
import { splitExtension } from '#contract/names';

/** What an icon tells apart. */
export type EntryKind =
	'folder' | 'image' | 'video' | 'audio' | 'pdf' | 'text' | 'code' | 'sheet' | 'archive' | 'other';

const KIND_OF_EXTENSION: Readonly<Record<string, EntryKind>> = {
	...kindFor('image', 'heic heif tif tiff raw cr2 nef arw dng svg psd ico avif'),
	...kindFor('video', 'mkv avi m4v mpg mpeg wmv 3gp mov'),
	...kindFor('audio', 'm4a opus aiff wma mid flac'),
	...kindFor('text', 'txt md rtf doc docx odt pages log epub'),
	...kindFor('sheet', 'csv tsv xls xlsx ods numbers'),
	...kindFor(
		'code',
		'js ts tsx jsx json html css py rb go rs java c h cpp cs php sh sql xml yaml yml toml',
	),
	...kindFor('archive', 'zip tar gz tgz bz2 xz zst 7z rar dmg iso'),
};

/** By the declared type, and by the extension where browsers do not know one. */
export function entryKind(entry: Entry): EntryKind {
	if (entry.kind === 'folder') return 'folder';
	const byExtension = KIND_OF_EXTENSION[extensionOf(entry).toLowerCase()];
	if (byExtension === 'code' || byExtension === 'sheet') return byExtension;
	const type = mediaType(entry.contentType);
	if (type === 'application/pdf') return 'pdf';
	const family = type.split('/', 1)[0];
	if (family === 'image' || family === 'video' || family === 'audio') return family;
	return byExtension ?? (family === 'text' ? 'text' : 'other');
}

/** In words, for people: `Folder`, `JPEG image`, `PDF document`, `KEY file`. */
export function kindInWords(entry: Entry): string {
	if (entry.kind === 'folder') return 'Folder';
	const extension = extensionOf(entry).toUpperCase();
	const noun = NOUN[entryKind(entry)];
	return extension === ''
		? sentenceCase(noun)
		: /* said */ `${extension === 'JPG' ? 'JPEG' : extension} ${noun}`;
}

const NOUN: Readonly<Record<EntryKind, string>> = {
	folder: /* said */ 'folder',
	image: /* said */ 'image',
	video: /* said */ 'video',
	audio: /* said */ 'sound',
	pdf: /* said */ 'document',
	text: /* said */ 'document',
	code: /* said */ 'source',
	sheet: /* said */ 'table',
	archive: /* said */ 'archive',
	other: /* said */ 'file',
};

/** Without its dot: `jpg`. Empty where the name has none that says anything. */
export function extensionOf(file: Pick<File, 'name'>): string {
	const extension = splitExtension(file.name)[1].slice(1);
	return /^[\w+-]{1,8}$/.test(extension) ? extension : '';
}

function sentenceCase(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function kindFor(kind: EntryKind, extensions: string): Record<string, EntryKind> {
	return Object.fromEntries(extensions.split(' ').map((extension) => [extension, kind]));
}
