import start, { type HeifImage } from 'libheif-js/libheif-wasm/libheif.js';
import code from 'libheif-js/libheif-wasm/libheif.wasm?url';
import { PIXELS_MAX } from './derivative-plan';

/** Decodes with libheif, upright. Undefined where it is too large. Throws where it is none. */
export async function decodeHeic(file: Blob): Promise<ImageBitmap | undefined> {
	const wasmBinary = await (await fetch(code)).arrayBuffer();
	const { HeifDecoder } = start({ wasmBinary });
	const [image] = new HeifDecoder().decode(await file.arrayBuffer());
	if (image === undefined) throw new Error('no HEIC');
	const width = image.get_width();
	const height = image.get_height();
	if (width * height > PIXELS_MAX) return undefined;
	return createImageBitmap(await pixelsOf(image, new ImageData(width, height)));
}

function pixelsOf(image: HeifImage, room: ImageData): Promise<ImageData> {
	return new Promise((resolve, reject) => {
		image.display(room, (pixels) => {
			image.free();
			if (pixels === null) reject(new Error('the HEIC cannot be decoded'));
			else resolve(pixels);
		});
	});
}
