import { DERIVATIVE_MAX_BYTES } from '#contract/limits';
import type { DerivativeKind } from '#contract/uploads';
import { HEADER_BYTES, pictureSize, type PictureSize } from '$lib/uploads/capture/picture-size';
import { sha256 } from '$lib/uploads/transfer/checksum';
import {
	fitInto,
	isTooLarge,
	needsPreview,
	PREVIEW_MAX_SIDE,
	TEXT_READ_BYTES,
	THUMB_MAX_SIDE,
	type DrawingKind,
} from './derivative-plan';
import { isHeic } from './heic-brand';

export type DrawnType = 'image/webp' | 'image/jpeg';

export interface Drawn {
	readonly kind: DerivativeKind;
	readonly bytes: ArrayBuffer;
	readonly sha256: string;
	readonly contentType: DrawnType;
}

/** A file, or what the page has decoded of it. */
export interface DrawRequest {
	readonly source: Blob | ImageBitmap;
	readonly kind: DrawingKind;
	readonly contentType: string;
}

export interface DrawReply {
	/** Empty where nothing could be drawn. */
	readonly drawn: readonly Drawn[];
}

/** A worker's own global, of which the compiler's libraries for pages know nothing. */
const worker = self as unknown as {
	onmessage: (event: MessageEvent<DrawRequest>) => void;
	postMessage(reply: DrawReply, transfer: Transferable[]): void;
};

worker.onmessage = ({ data }) => {
	void draw(data)
		// A file that cannot be decoded has no thumbnail; nothing else is wrong with it.
		.catch((): Drawn[] => [])
		.then((drawn) =>
			worker.postMessage(
				{ drawn },
				drawn.map(({ bytes }) => bytes),
			),
		);
};

interface Decoded {
	readonly picture: ImageBitmap;
	readonly kinds: readonly DerivativeKind[];
}

async function draw(request: DrawRequest): Promise<Drawn[]> {
	const decoded = await decode(request);
	if (decoded === undefined) return [];
	const { picture, kinds } = decoded;
	try {
		const drawn = await Promise.all(kinds.map((kind) => drawKind(kind, picture)));
		return drawn.filter((each) => each !== undefined);
	} finally {
		picture.close();
	}
}

/** What decodes papers and HEIC is loaded when the first of them is seen. */
async function decode({ source, kind, contentType }: DrawRequest): Promise<Decoded | undefined> {
	if (!(source instanceof Blob)) {
		// A film has far more than its frame.
		const sizeBytes = kind === 'film' ? Infinity : 0;
		return { picture: source, kinds: kindsOf({ contentType, sizeBytes }, source) };
	}
	if (kind === 'text') {
		const { textPage } = await import('./text-page');
		const picture = textPage(await source.slice(0, TEXT_READ_BYTES).arrayBuffer());
		return picture && { picture, kinds: ['thumb'] };
	}
	if (kind !== 'pdf') return decodePicture(source, contentType);
	const { firstPage } = await import('./pdf-page');
	const whole = { width: PREVIEW_MAX_SIDE, height: PREVIEW_MAX_SIDE };
	const kinds = kindsOf({ contentType, sizeBytes: source.size }, whole);
	const side = kinds.includes('preview') ? PREVIEW_MAX_SIDE : 2 * THUMB_MAX_SIDE;
	return { picture: await firstPage(source, side), kinds };
}

function kindsOf(...viewed: Parameters<typeof needsPreview>): readonly DerivativeKind[] {
	return needsPreview(...viewed) ? ['thumb', 'preview'] : ['thumb'];
}

async function decodePicture(file: Blob, declaredType: string): Promise<Decoded | undefined> {
	const header = await file.slice(0, HEADER_BYTES).arrayBuffer();
	const size = pictureSize(header);
	if (isTooLarge(size, file.size)) return undefined;
	// Whatever it is called: browsers that cannot show it need a preview.
	const contentType = isHeic(header) ? 'image/heic' : declaredType;
	const viewed = { contentType, sizeBytes: file.size };
	if (size === undefined) {
		const picture = await decodeWhole(file, contentType);
		return picture && { picture, kinds: kindsOf(viewed, picture) };
	}
	const kinds = kindsOf(viewed, size);
	const picture = await createImageBitmap(file, {
		...UPRIGHT,
		...smaller(size, kinds.includes('preview') ? PREVIEW_MAX_SIDE : THUMB_MAX_SIDE),
	});
	return { picture, kinds };
}

/** As it was held: a camera writes the turn beside the picture. */
const UPRIGHT: ImageBitmapOptions = { imageOrientation: 'from-image' };

async function decodeWhole(file: Blob, contentType: string): Promise<ImageBitmap | undefined> {
	try {
		return await createImageBitmap(file, UPRIGHT);
	} catch (error) {
		if (contentType !== 'image/heic') throw error;
		const { decodeHeic } = await import('./heic');
		return decodeHeic(file);
	}
}

/**
 * Decoded no larger than it is drawn: of a photograph of 50 megapixels the rest would only fill the memory. Its longest side
 * becomes its width, as it may yet be turned.
 */
function smaller(size: PictureSize, side: number): ImageBitmapOptions {
	const longest = Math.max(size.width, size.height);
	return longest > 2 * side ? { resizeWidth: side, resizeQuality: 'high' } : {};
}

/** Better smaller than sharper: a thumbnail over its limit is not taken. */
const QUALITIES = [0.8, 0.6, 0.4];

async function drawKind(kind: DerivativeKind, picture: ImageBitmap): Promise<Drawn | undefined> {
	const { width, height } = fitInto(picture, kind === 'thumb' ? THUMB_MAX_SIDE : PREVIEW_MAX_SIDE);
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (context === null) return undefined;
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	for (const quality of QUALITIES) {
		const blob = await encode(canvas, context, quality);
		if (blob.size > DERIVATIVE_MAX_BYTES[kind]) continue;
		const bytes = await blob.arrayBuffer();
		const contentType = blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
		return { kind, bytes, sha256: await sha256(bytes), contentType };
	}
	return undefined;
}

/** Safari writes no WebP and gives PNG instead; JPEG is smaller, and has no transparency: white is put below. */
async function encode(
	canvas: OffscreenCanvas,
	context: OffscreenCanvasRenderingContext2D,
	quality: number,
): Promise<Blob> {
	const webp = await canvas.convertToBlob({ type: 'image/webp', quality });
	if (webp.type === 'image/webp') return webp;
	context.globalCompositeOperation = 'destination-over';
	context.fillStyle = 'white';
	context.fillRect(0, 0, canvas.width, canvas.height);
	return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
