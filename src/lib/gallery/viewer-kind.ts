import { inlineTypes, mediaType } from '#contract/content-types';
import type { File } from '#contract/entries';
import { isText } from '#contract/text-types';

/** How the viewer shows a file. `card` shows its icon and offers the download. */
export type ViewerKind = 'image' | 'video' | 'audio' | 'pdf' | 'text' | 'card';

/**
 * Decided by an allow-list: a type that is not listed gets the card. Markup and drawings that can run
 * script (HTML, SVG, XML) are shown as the text they are, never rendered.
 */
export function viewerKind(file: Pick<File, 'contentType' | 'name' | 'hasPreview'>): ViewerKind {
	const type = mediaType(file.contentType);
	if (isText(file)) return 'text';
	if (file.hasPreview && type.startsWith('image/')) return 'image';
	const family = type.split('/', 1)[0];
	// A player runs nothing, so it may try any film or sound; where it cannot play, the card says so.
	if (family === 'video' || family === 'audio') return family;
	if (!inlineTypes.includes(type)) return 'card';
	if (type === 'application/pdf') return 'pdf';
	return family === 'image' ? 'image' : 'card';
}
