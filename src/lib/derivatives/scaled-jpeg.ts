import type { PictureSize } from '$lib/uploads/capture/picture-size';

/** JPEG holds blocks of 8 × 8 pixels, which decoders can make n × n instead: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, A.3.3 */
const BLOCK = 8;

/** By its first two bytes and whatever its name says. */
export function isJpeg(header: ArrayBuffer): boolean {
	return header.byteLength > 1 && new DataView(header).getUint16(0) === 0xffd8;
}

/** The smallest size it can be decoded at whose longest side is no shorter than `side`; undefined where that is its own. */
export function scaledSize({ width, height }: PictureSize, side: number): PictureSize | undefined {
	const scale = Math.ceil((side * BLOCK) / Math.max(width, height)) / BLOCK;
	if (scale >= 1) return undefined;
	return { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
}

/**
 * A JPEG at about the size it is drawn at, upright: a third of the work of decoding it whole. Undefined where that saves nothing, where
 * the browser cannot, or where the file cannot be decoded. The frame is the caller's to close.
 */
export async function decodeScaled(
	file: Blob,
	size: PictureSize,
	side: number,
): Promise<VideoFrame | undefined> {
	const scaled = scaledSize(size, side);
	if (scaled === undefined || !framesAreTurned()) return undefined;
	const decoder = new ImageDecoder({
		type: 'image/jpeg',
		data: file.stream(),
		desiredWidth: scaled.width,
		desiredHeight: scaled.height,
	});
	try {
		return (await decoder.decode()).image;
	} catch {
		return undefined;
	} finally {
		decoder.close();
	}
}

/** Frames that know how a camera was held are drawn upright; in older browsers they lie on their side. */
function framesAreTurned(): boolean {
	return 'ImageDecoder' in globalThis && 'rotation' in VideoFrame.prototype;
}
