import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';

/** Fonts that papers do not bring along, encodings of Asian scripts, and decoders of scans: addresses by name, fetched when a paper needs one. */
const FILES = Object.fromEntries(
	Object.entries(
		import.meta.glob<string>(
			[
				'/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
				'/node_modules/pdfjs-dist/cmaps/*.bcmap',
				'/node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
			],
			{ query: '?url&no-inline', import: 'default', eager: true },
		),
	).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
);

class SiteFiles {
	async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
		const address = FILES[filename];
		if (address === undefined) throw new Error(`no file ${filename}`);
		return new Uint8Array(await (await fetch(address)).arrayBuffer());
	}
}

/** A worker has no document to make canvases with. */
class Canvases {
	create(width: number, height: number) {
		const canvas = new OffscreenCanvas(width, height);
		return { canvas, context: canvas.getContext('2d') };
	}

	getNoAlphaContext(canvas: OffscreenCanvas) {
		return canvas.getContext('2d', { alpha: false });
	}

	reset({ canvas }: { readonly canvas: OffscreenCanvas }, width: number, height: number): void {
		canvas.width = width;
		canvas.height = height;
	}

	destroy(made: { canvas: OffscreenCanvas | null; context: unknown }): void {
		if (made.canvas !== null) made.canvas.width = made.canvas.height = 0;
		made.canvas = null;
		made.context = null;
	}
}

/** Filters are elements of SVG, which a worker has not: pages are drawn without them. */
class NoFilters {
	addFilter = () => 'none';
	addHCMFilter = () => 'none';
	addAlphaFilter = () => 'none';
	addLuminosityFilter = () => 'none';
	addKnockoutFilter = () => 'none';
	addHighlightHCMFilter = () => 'none';
	addSelectionHCMFilter = () => 'none';
	addSelectionFilter = () => 'none';
	createSelectionStyle = () => null;
	destroy = () => undefined;
}

/** The first page, its longest side as many pixels. Throws where it is no PDF, or is locked by a password. */
export async function firstPage(file: Blob, side: number): Promise<ImageBitmap> {
	const loading = getDocument({
		data: await file.arrayBuffer(),
		BinaryDataFactory: SiteFiles,
		CanvasFactory: Canvases,
		FilterFactory: NoFilters,
		// Glyphs are drawn as outlines: a worker has no fonts of a page.
		disableFontFace: true,
		useSystemFonts: false,
		useWorkerFetch: false,
		cMapPacked: true,
		cMapUrl: 'cmaps/',
		standardFontDataUrl: 'standard_fonts/',
		wasmUrl: 'wasm/',
		verbosity: 0,
	});
	try {
		const page = await (await loading.promise).getPage(1);
		const { width, height } = page.getViewport({ scale: 1 });
		const viewport = page.getViewport({ scale: side / Math.max(width, height) });
		const canvas = new OffscreenCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
		const target = canvas as unknown as HTMLCanvasElement;
		// For printing, as what draws for a screen waits for its frames.
		await page.render({ canvas: target, viewport, intent: 'print' }).promise;
		return canvas.transferToImageBitmap();
	} finally {
		await loading.destroy();
	}
}
