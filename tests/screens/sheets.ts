import type { Browser } from 'playwright';

/** Between two pictures, in pixels. */
const GAP = 16;
/** WebP: letters stay readable, and a sheet weighs about 100 kB. */
const QUALITY = 0.62;

/** Puts screenshots side by side, row by row, onto one sheet: WebP. All pictures are as high as each other: `height`, in pixels. */
export async function sheetOf(
	browser: Browser,
	rows: readonly (readonly Buffer[])[],
	height: number,
): Promise<Buffer> {
	const page = await browser.newPage();
	try {
		const pictures = rows.map((row) => row.map((png) => png.toString('base64')));
		const webp = await page.evaluate(drawSheet, {
			pictures,
			height,
			gap: GAP,
			quality: QUALITY,
		});
		return Buffer.from(webp, 'base64');
	} finally {
		await page.close();
	}
}

/** Runs in the page. */
async function drawSheet({
	pictures,
	height,
	gap,
	quality,
}: {
	readonly pictures: readonly (readonly string[])[];
	readonly height: number;
	readonly gap: number;
	readonly quality: number;
}): Promise<string> {
	const bitmapOf = async (png: string): Promise<ImageBitmap> =>
		createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
	const rows = await Promise.all(pictures.map((row) => Promise.all(row.map(bitmapOf))));
	const widthOf = (bitmap: ImageBitmap): number =>
		Math.round((bitmap.width * height) / bitmap.height);
	const widths = rows.map((row) => row.reduce((sum, each) => sum + widthOf(each) + gap, gap));
	const canvas = new OffscreenCanvas(Math.max(...widths), rows.length * (height + gap) + gap);
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('There is no canvas.');
	context.fillStyle = '#8a8f98';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.imageSmoothingQuality = 'high';
	for (const [at, row] of rows.entries()) {
		let x = gap;
		for (const bitmap of row) {
			context.drawImage(bitmap, x, gap + at * (height + gap), widthOf(bitmap), height);
			x += widthOf(bitmap) + gap;
		}
	}
	const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
	const bytes = new Uint8Array(await blob.arrayBuffer());
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}
