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
import { decodeScaled, isJpeg } from './scaled-jpeg';

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
	readonly picture: ImageBitmap | VideoFrame;
	/** From the largest on: each is drawn from the one before. */
	readonly kinds: readonly DerivativeKind[];
	/** It has no transparency, and was lossy already. */
	readonly isPhoto?: boolean;
}

type Source = Decoded['picture'] | OffscreenCanvas;

async function draw(request: DrawRequest): Promise<Drawn[]> {
	const decoded = await decode(request);
	if (decoded === undefined) return [];
	const { picture, kinds, isPhoto } = decoded;
	let source: Source = picture;
	const canvases = kinds.map((kind) => {
		source = canvasOf(kind, source);
		return { kind, canvas: source };
	});
	picture.close();
	const drawn = await Promise.all(
		canvases.map(({ kind, canvas }) =>
			encodeKind(kind, canvas, isPhoto && kind === 'preview' ? 'image/jpeg' : 'image/webp'),
		),
	);
	return drawn.filter((each) => each !== undefined);
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
	return needsPreview(...viewed) ? ['preview', 'thumb'] : ['thumb'];
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
	const side = kinds.includes('preview') ? PREVIEW_MAX_SIDE : THUMB_MAX_SIDE;
	const isPhoto = isJpeg(header);
	const picture =
		(isPhoto ? await decodeScaled(file, size, side) : undefined) ??
		(await createImageBitmap(file, { ...UPRIGHT, ...smaller(size, side) }));
	return { picture, kinds, isPhoto };
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

/** Better smaller than sharper: a thumbnail over its limit is not taken. Both begin at about as many bytes for a photograph. */
const QUALITIES: Readonly<Record<DrawnType, readonly number[]>> = {
	'image/webp': [0.8, 0.6, 0.4],
	'image/jpeg': [0.75, 0.6, 0.4],
};

function canvasOf(kind: DerivativeKind, source: Source): OffscreenCanvas {
	const size = fitInto(sizeOf(source), kind === 'thumb' ? THUMB_MAX_SIDE : PREVIEW_MAX_SIDE);
	const canvas = new OffscreenCanvas(size.width, size.height);
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no canvas');
	context.imageSmoothingQuality = 'high';
	context.drawImage(source, 0, 0, size.width, size.height);
	return canvas;
}

function sizeOf(source: Source): PictureSize {
	if (!('displayWidth' in source)) return source;
	return { width: source.displayWidth, height: source.displayHeight };
}

/** JPEG takes a tenth of the time that WebP does, which only counts where the picture is large. */
async function encodeKind(
	kind: DerivativeKind,
	canvas: OffscreenCanvas,
	type: DrawnType,
): Promise<Drawn | undefined> {
	for (const quality of QUALITIES[type]) {
		const blob = await encode(canvas, type, quality);
		if (blob.size > DERIVATIVE_MAX_BYTES[kind]) continue;
		const bytes = await blob.arrayBuffer();
		const contentType = blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
		return { kind, bytes, sha256: await sha256(bytes), contentType };
	}
	return undefined;
}

/** Safari writes no WebP and gives PNG instead; JPEG is smaller, and has no transparency: white is put below. */
async function encode(canvas: OffscreenCanvas, type: DrawnType, quality: number): Promise<Blob> {
	const blob = await canvas.convertToBlob({ type, quality });
	if (blob.type === type) return blob;
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no canvas');
	context.globalCompositeOperation = 'destination-over';
	context.fillStyle = 'white';
	context.fillRect(0, 0, canvas.width, canvas.height);
	return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
