import { inlineTypes } from '#contract/content-types';
import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
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

/** Larger pictures are not fetched to be drawn, in bytes: a screen full of them would take minutes of the line. */
const READ_MAX_BYTES = 50_000_000;

interface Drawable {
	readonly contentType: string;
	readonly sizeBytes: number;
}

export function mayBeDrawn({ contentType, sizeBytes }: Drawable): boolean {
	if (sizeBytes === 0 || NEVER.has(contentType)) return false;
	return contentType.startsWith('image/') || contentType.startsWith('video/');
}

/** Whether its original is fetched to be drawn. Of a film, however long, only what is shown is read. */
export function mayBeRead(file: Drawable): boolean {
	return (
		mayBeDrawn(file) && (file.contentType.startsWith('video/') || file.sizeBytes <= READ_MAX_BYTES)
	);
}

export function isTooLarge(size: PictureSize | undefined, sizeBytes: number): boolean {
	return size === undefined ? sizeBytes > UNKNOWN_MAX_BYTES : size.width * size.height > PIXELS_MAX;
}

/** What the viewer is to show, and how many bytes it has: a film counts with its own, not with those of its frame. */
interface Viewed {
	readonly contentType: string;
	readonly sizeBytes: number;
}

/**
 * Whether the viewer needs a picture of its own: the original is larger than a screen, browsers do not show its type, or it will be
 * archived, as all are that S3's lifecycle does not leave where they are for being small, and shows more than its thumbnail does.
 */
export function needsPreview(
	{ contentType, sizeBytes }: Viewed,
	{ width, height }: PictureSize,
): boolean {
	// A smaller copy of an animation would stand still.
	if (contentType === 'image/gif') return false;
	const side = Math.max(width, height);
	const isArchived = sizeBytes >= ARCHIVE_LEAST_BYTES && side > THUMB_MAX_SIDE;
	return !inlineTypes.includes(contentType) || side > PREVIEW_MAX_SIDE || isArchived;
}

/** The largest size with the same proportions whose sides are at most `maxSide`; never larger than it is, never nothing. */
export function fitInto({ width, height }: PictureSize, maxSide: number): PictureSize {
	const scale = Math.min(1, maxSide / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}
