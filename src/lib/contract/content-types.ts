/**
 * Types a browser may be handed inline: they can show or play, and cannot run anything. Never HTML,
 * SVG, XML or script. Everything else is an attachment, and so is text, which the app shows itself.
 */
export const inlineTypes: readonly string[] = [
	'image/png',
	'image/jpeg',
	'image/gif',
	'image/webp',
	'image/avif',
	'image/bmp',
	'image/apng',
	'video/mp4',
	'video/webm',
	'video/quicktime',
	'video/ogg',
	'audio/mpeg',
	'audio/mp4',
	'audio/aac',
	'audio/ogg',
	'audio/wav',
	'audio/webm',
	'audio/flac',
	'application/pdf',
	'text/plain',
];

/** Names that browsers and systems give to types that have another name. */
const CANONICAL: ReadonlyMap<string, string> = new Map([
	['image/jpg', 'image/jpeg'],
	['image/pjpeg', 'image/jpeg'],
	['image/x-png', 'image/png'],
	['image/vnd.mozilla.apng', 'image/apng'],
	['image/x-ms-bmp', 'image/bmp'],
	['image/x-bmp', 'image/bmp'],
	['audio/mp3', 'audio/mpeg'],
	['audio/x-mp3', 'audio/mpeg'],
	['audio/x-mpeg', 'audio/mpeg'],
	['audio/x-m4a', 'audio/mp4'],
	['audio/m4a', 'audio/mp4'],
	['audio/x-aac', 'audio/aac'],
	['audio/x-wav', 'audio/wav'],
	['audio/wave', 'audio/wav'],
	['audio/vnd.wave', 'audio/wav'],
	['audio/x-flac', 'audio/flac'],
	['audio/opus', 'audio/ogg'],
	['video/x-m4v', 'video/mp4'],
	['application/x-pdf', 'application/pdf'],
]);

/**
 * `IMAGE/PNG; charset=x` → `image/png`, `audio/x-m4a` → `audio/mp4`; anything that is not `type/subtype` →
 * `application/octet-stream`.
 */
export function mediaType(declared: string): string {
	const essence = declared.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(essence)
		? (CANONICAL.get(essence) ?? essence)
		: 'application/octet-stream';
}

/** Pictures and films: what the gallery shows. */
export function isMedia(contentType: string): boolean {
	return contentType.startsWith('image/') || contentType.startsWith('video/');
}

/** What people call a document: text, PDF, and what office programs write. */
const DOCUMENT =
	/^(text\/.+|application\/(pdf|rtf|msword|epub\+zip|vnd\.(ms-(excel|powerpoint)|oasis\.opendocument|openxmlformats-officedocument).*))$/;

export type ContentKind = 'image' | 'video' | 'audio' | 'document' | 'other';

/** What people call a file of this type, which is `type/subtype` in lower case. */
export function contentKind(contentType: string): ContentKind {
	if (DOCUMENT.test(contentType)) return 'document';
	const [type] = contentType.split('/', 1);
	return type === 'image' || type === 'video' || type === 'audio' ? type : 'other';
}
