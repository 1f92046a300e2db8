import type { Page } from 'playwright/test';
import { encodePng } from '../support/png.ts';

/** A picture of a gradient: PNG. */
export function png(width: number, height: number): Buffer {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			data[at++] = (x * 255) / width;
			data[at++] = (y * 255) / height;
			data[at++] = 160;
			data[at++] = 255;
		}
	}
	return encodePng({ data, width, height });
}

/** A film of about two seconds, recorded by the browser itself: WebM. */
export async function film(page: Page): Promise<Buffer> {
	const base64 = await page.evaluate(async () => {
		const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
		const context = canvas.getContext('2d');
		const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
		const blobs: Blob[] = [];
		recorder.ondataavailable = ({ data }) => blobs.push(data);
		const stopped = new Promise((resolve) => (recorder.onstop = resolve));
		recorder.start();
		const started = performance.now();
		await new Promise<void>((resolve) => {
			const draw = () => {
				const ms = performance.now() - started;
				if (context) context.fillStyle = `hsl(${String(ms / 6)} 80% 50%)`;
				context?.fillRect(0, 0, 320, 180);
				if (ms < 2000) requestAnimationFrame(draw);
				else resolve();
			};
			draw();
		});
		recorder.stop();
		await stopped;
		const bytes = new Uint8Array(await new Blob(blobs).arrayBuffer());
		return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	});
	return Buffer.from(base64, 'base64');
}

/** One empty page, for viewers that look at more than the first bytes. */
export const pdf = Buffer.from(
	'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
		'2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
		'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n' +
		'trailer<</Root 1 0 R>>\n%%EOF\n',
);

/** One page with large words in a font that every reader has and the file does not bring along. */
export const wordyPdf = Buffer.from(
	'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
		'2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
		'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 5 0 R' +
		'/Resources<</Font<</F1 4 0 R>>>>>>endobj\n' +
		'4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n' +
		'5 0 obj<</Length 57>>stream\nBT /F1 48 Tf 30 300 Td (Dear Ada,) Tj 0 -60 Td (hi) Tj ET\n\nendstream endobj\n' +
		'trailer<</Root 1 0 R>>\n%%EOF\n',
);
