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

/** `IMAGE/PNG; charset=x` → `image/png`; anything that is not `type/subtype` → `application/octet-stream`. */
export function mediaType(declared: string): string {
	const essence = declared.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(essence)
		? essence
		: 'application/octet-stream';
}

/** Pictures and films: what the gallery shows. */
export function isMedia(contentType: string): boolean {
	return contentType.startsWith('image/') || contentType.startsWith('video/');
}
