import { inlineTypes } from '#contract/content-types';
import type { PictureSize } from './picture-size';

/** Longest side of a thumbnail, in pixels: a tile of 160 CSS pixels on a screen of double density. */
export const THUMB_MAX_SIDE = 320;
/** Longest side of a preview, in pixels: fills a laptop's screen. */
export const PREVIEW_MAX_SIDE = 2048;

/** Pictures with more pixels are left as they are: decoded, this many take 400 MB of memory. */
const PIXELS_MAX = 100_000_000;
/** Where the header does not tell the pixels, the bytes have to do. */
const UNKNOWN_MAX_BYTES = 40_000_000;

/** Nothing is drawn from these: they hold code, or pages. */
const NEVER = new Set(['image/svg+xml', 'image/vnd.adobe.photoshop', 'image/vnd.dwg']);

export function mayBeDrawn({ contentType, sizeBytes }: { contentType: string; sizeBytes: number }) {
	if (sizeBytes === 0 || NEVER.has(contentType)) return false;
	return contentType.startsWith('image/') || contentType.startsWith('video/');
}

export function isTooLarge(size: PictureSize | undefined, sizeBytes: number): boolean {
	return size === undefined ? sizeBytes > UNKNOWN_MAX_BYTES : size.width * size.height > PIXELS_MAX;
}

/** Whether the viewer needs a picture of its own: the original is larger than a screen, or browsers do not show its type. */
export function needsPreview(contentType: string, { width, height }: PictureSize): boolean {
	// A smaller copy of an animation would stand still.
	if (contentType === 'image/gif') return false;
	return !inlineTypes.includes(contentType) || Math.max(width, height) > PREVIEW_MAX_SIDE;
}

/** The largest size with the same proportions whose sides are at most `maxSide`; never larger than it is, never nothing. */
export function fitInto({ width, height }: PictureSize, maxSide: number): PictureSize {
	const scale = Math.min(1, maxSide / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}
