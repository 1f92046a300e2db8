import { DERIVATIVE_MAX_BYTES } from '#contract/limits';
import type { DerivativeKind } from '#contract/uploads';
import { sha256 } from '$lib/uploads/transfer/checksum';
import {
	fitInto,
	isTooLarge,
	needsPreview,
	PREVIEW_MAX_SIDE,
	THUMB_MAX_SIDE,
} from './derivative-plan';
import { HEADER_BYTES, pictureSize } from './picture-size';

export type DrawnType = 'image/webp' | 'image/jpeg';

export interface Drawn {
	readonly kind: DerivativeKind;
	readonly bytes: ArrayBuffer;
	readonly sha256: string;
	readonly contentType: DrawnType;
}

/** A picture's file, or a frame of a film. */
export interface DrawRequest {
	readonly id: number;
	readonly source: Blob | ImageBitmap;
	readonly contentType: string;
}

export interface DrawReply {
	readonly id: number;
	/** Empty where nothing could be drawn. */
	readonly drawn: readonly Drawn[];
}

/** A worker's own global, of which the compiler's libraries for pages know nothing. */
const worker = self as unknown as {
	onmessage: (event: MessageEvent<DrawRequest>) => void;
	postMessage(reply: DrawReply, transfer: Transferable[]): void;
};

worker.onmessage = ({ data: { id, source, contentType } }) => {
	void draw(source, contentType)
		// A picture that cannot be decoded has no thumbnail; nothing else is wrong with it.
		.catch((): Drawn[] => [])
		.then((drawn) =>
			worker.postMessage(
				{ id, drawn },
				drawn.map(({ bytes }) => bytes),
			),
		);
};

async function draw(source: Blob | ImageBitmap, contentType: string): Promise<Drawn[]> {
	const picture = source instanceof Blob ? await decode(source) : source;
	if (picture === undefined) return [];
	// A film has far more than its frame.
	const sizeBytes = source instanceof Blob ? source.size : Infinity;
	const kinds: DerivativeKind[] = needsPreview({ contentType, sizeBytes }, picture)
		? ['thumb', 'preview']
		: ['thumb'];
	try {
		const drawn = await Promise.all(kinds.map((kind) => drawKind(kind, picture)));
		return drawn.filter((each) => each !== undefined);
	} finally {
		picture.close();
	}
}

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
	const header = await file.slice(0, HEADER_BYTES).arrayBuffer();
	if (isTooLarge(pictureSize(header), file.size)) return undefined;
	// As it was held: a camera writes the turn beside the picture.
	return createImageBitmap(file, { imageOrientation: 'from-image' });
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
