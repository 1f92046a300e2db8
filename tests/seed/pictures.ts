import encodeJpeg, { init as startJpeg } from '@jsquash/jpeg/encode.js';
import encodeWebp, { init as startWebp } from '@jsquash/webp/encode.js';
import { readFile } from 'node:fs/promises';
import { encodePng, type Pixels } from '../support/png.ts';
import { drawScene } from './scenes.ts';

/** Photos of a phone: wide or upright, below the side from which a viewer needs a preview. */
const SIZES = [
	[960, 640],
	[640, 960],
	[1024, 576],
] as const;
/** Longest side of a thumbnail, in pixels, as the site draws it. */
const THUMB_MAX_SIDE = 320;

const started = Promise.all([
	compiled('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm').then((code) => startJpeg(code)),
	compiled('@jsquash/webp/codec/enc/webp_enc_simd.wasm').then((code) => startWebp(code)),
]);

async function compiled(module: string): Promise<WebAssembly.Module> {
	return WebAssembly.compile(await readFile(new URL(import.meta.resolve(module))));
}

/** The encoders take what a canvas gives; of it they read these three. */
function imageData(pixels: Pixels): ImageData {
	return { ...pixels, colorSpace: 'srgb' };
}

/** A lossy WebP of one scene. */
export async function webpOf(pixels: Pixels): Promise<Buffer> {
	await started;
	return Buffer.from(await encodeWebp(imageData(pixels), { quality: 72, method: 0 }));
}

async function jpegOf(pixels: Pixels): Promise<Buffer> {
	await started;
	return Buffer.from(await encodeJpeg(imageData(pixels), { quality: 80, progressive: false }));
}

/** A photo as a camera takes it, of any size. */
export function photoOf(look: number, width: number, height: number): Promise<Buffer> {
	return jpegOf(drawScene(look, width, height));
}

/** Each picture is drawn once, however many files show it. */
export class PictureStock {
	readonly #made = new Map<string, Promise<Buffer>>();

	photo(look: number, kind: 'jpeg' | 'webp'): Promise<Buffer> {
		return this.#once(`${kind} ${String(look)}`, () => {
			const pixels = drawScene(look, ...sizeOf(look));
			return kind === 'jpeg' ? jpegOf(pixels) : webpOf(pixels);
		});
	}

	/** Without grain, as on a screen. */
	screenshot(look: number): Promise<Buffer> {
		const draw = (): Buffer => encodePng(drawScene(look, ...sizeOf(look), { grain: 0 }));
		return this.#once(`png ${String(look)}`, () => Promise.resolve(draw()));
	}

	thumb(look: number): Promise<Buffer> {
		return this.#once(`thumb ${String(look)}`, () => {
			const [width, height] = sizeOf(look);
			const scale = THUMB_MAX_SIDE / Math.max(width, height);
			return webpOf(drawScene(look, Math.round(width * scale), Math.round(height * scale)));
		});
	}

	#once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
		const known = this.#made.get(key);
		if (known !== undefined) return known;
		const made = make();
		this.#made.set(key, made);
		return made;
	}
}

function sizeOf(look: number): readonly [number, number] {
	return SIZES[look % SIZES.length] ?? SIZES[0];
}

/** The same picture with a comment of its own behind the first marker: a file like no other. */
export function withComment(jpeg: Buffer, comment: string): Buffer {
	const text = Buffer.from(comment);
	const head = Buffer.from([0xff, 0xfe, 0, 0]);
	head.writeUInt16BE(text.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
