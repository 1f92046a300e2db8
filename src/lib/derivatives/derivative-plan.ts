import { inlineTypes, mediaType } from '#contract/content-types';
import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
import { isText } from '#contract/text-types';
import type { PictureSize } from '$lib/uploads/capture/picture-size';

/** Longest side of a thumbnail, in pixels: a tile of 160 CSS pixels on a screen of double density. */
export const THUMB_MAX_SIDE = 320;
/** Longest side of a preview, in pixels: fills a laptop's screen. */
export const PREVIEW_MAX_SIDE = 2048;

/** Pictures with more pixels are left as they are: decoded, this many take 400 MB of memory. */
export const PIXELS_MAX = 100_000_000;
/** Where the header does not tell the pixels, the bytes have to do. */
const UNKNOWN_MAX_BYTES = 40_000_000;

/** No browser draws these, and no decoder of ours. */
const NEVER = new Set(['image/vnd.adobe.photoshop', 'image/vnd.dwg']);

/** How a picture is made of a file: decoded, from a frame of it, or from its first page. */
export type DrawingKind = 'picture' | 'drawing' | 'film' | 'pdf' | 'text';

/** Files with more bytes are not drawn from. A film may be as long as it likes, as only what is shown of it is read, and so may a text. */
const MAX_BYTES: Readonly<Record<DrawingKind, number>> = {
	picture: Infinity,
	// The page itself lays it out, as a worker cannot.
	drawing: 1_000_000,
	film: Infinity,
	pdf: 100_000_000,
	text: Infinity,
};

/** Larger ones are not fetched to be drawn, in bytes: a screen full of them would take minutes of the line. */
const READ_MAX_BYTES = 50_000_000;

/** Of a text this much is read: more than its first page. In bytes. */
export const TEXT_READ_BYTES = 16 * 1024;

export interface Drawable {
	readonly name: string;
	readonly contentType: string;
	readonly sizeBytes: number;
}

/** Undefined where nothing can be drawn from it. */
export function drawingKind(file: Drawable): DrawingKind | undefined {
	const kind = kindOf(file);
	if (kind === undefined || file.sizeBytes === 0 || file.sizeBytes > MAX_BYTES[kind])
		return undefined;
	return kind;
}

function kindOf(file: Drawable): DrawingKind | undefined {
	const type = mediaType(file.contentType);
	if (NEVER.has(type)) return undefined;
	if (type === 'image/svg+xml') return 'drawing';
	if (type === 'application/pdf') return 'pdf';
	// Before films: `.ts` is one to browsers.
	if (isText(file)) return 'text';
	if (type.startsWith('image/')) return 'picture';
	return type.startsWith('video/') ? 'film' : undefined;
}

/** Whether it is drawn as soon as it is stored. A page of text is drawn only where it is looked at: code comes in tens of thousands of files. */
export function isDrawnAtUpload(file: Drawable): boolean {
	const kind = drawingKind(file);
	return kind !== undefined && kind !== 'text';
}

/** Whether its original is fetched to be drawn. */
export function mayBeRead(file: Drawable): boolean {
	const kind = drawingKind(file);
	if (kind === undefined) return false;
	return kind === 'film' || kind === 'text' || file.sizeBytes <= READ_MAX_BYTES;
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
	// A drawing is shown as the text it is.
	const isShown = inlineTypes.includes(contentType) || contentType === 'image/svg+xml';
	return !isShown || side > PREVIEW_MAX_SIDE || isArchived;
}

/** The largest size with the same proportions whose sides are at most `maxSide`; never larger than it is, never nothing. */
export function fitInto({ width, height }: PictureSize, maxSide: number): PictureSize {
	const scale = Math.min(1, maxSide / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};
}
